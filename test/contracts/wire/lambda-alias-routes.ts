import { z } from 'zod';
import { FunctionMissing, RevisionMoved } from '../../../lib/domain/ports/adapter-errors.ts';
import { type AliasState, type AliasTarget, LIVE_ALIAS, type LiveAlias } from '../../../lib/domain/ports/live-alias.ts';
import { failure, json, type Routes } from './lambda-rest.ts';

const weights = z.record(z.string(), z.number());

const aliasInput = z.object({
  Name: z.literal(LIVE_ALIAS).optional(),
  FunctionVersion: z.string(),
  Description: z.string(),
  RoutingConfig: z.object({ AdditionalVersionWeights: weights }).optional(),
  RevisionId: z.string().optional(),
});

/** What an update leaves out stays as it is, and without a revision id it is not checked: as in Lambda itself. */
export function aliasRoutes(alias: LiveAlias): Routes {
  const found = async (functionName: string): Promise<AliasState> => {
    const state = await alias.read(functionName);
    if (state === null) throw new FunctionMissing(`${functionName}:${LIVE_ALIAS} does not exist`);
    return state;
  };

  return {
    async [`GET /2015-03-31/functions/*/aliases/${LIVE_ALIAS}`]({ functionName }) {
      return json(200, described(functionName, await found(functionName)));
    },

    async 'POST /2015-03-31/functions/*/aliases'({ functionName, body }) {
      const input = aliasInput.required({ Name: true }).parse(JSON.parse(body.toString()));
      try {
        const state = await alias.create(functionName, targetOf(input, null), input.Description);
        return json(201, described(functionName, state));
      } catch (error) {
        if (!(error instanceof RevisionMoved)) throw error;
        return failure(409, 'ResourceConflictException', 'Alias already exists');
      }
    },

    async [`PUT /2015-03-31/functions/*/aliases/${LIVE_ALIAS}`]({ functionName, body }) {
      const input = aliasInput.parse(JSON.parse(body.toString()));
      const current = await found(functionName);
      const target = targetOf(input, current.canary);
      const revisionId = input.RevisionId ?? current.revisionId;
      return json(200, described(functionName, await alias.move(functionName, target, input.Description, revisionId)));
    },

    async [`DELETE /2015-03-31/functions/*/aliases/${LIVE_ALIAS}`]({ functionName }) {
      await found(functionName);
      await alias.delete(functionName);
      return { status: 204 };
    },
  };
}

function targetOf(
  { FunctionVersion, RoutingConfig }: z.infer<typeof aliasInput>,
  kept: AliasTarget['canary'],
): AliasTarget {
  if (RoutingConfig === undefined) return { functionVersion: FunctionVersion, canary: kept };
  const [split] = Object.entries(RoutingConfig.AdditionalVersionWeights);
  const canary = split ? { functionVersion: split[0], weight: split[1] } : null;
  return { functionVersion: FunctionVersion, canary };
}

function described(functionName: string, { functionVersion, canary, description, revisionId }: AliasState) {
  const split = canary && { AdditionalVersionWeights: { [canary.functionVersion]: canary.weight } };
  return {
    AliasArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}:${LIVE_ALIAS}`,
    Name: LIVE_ALIAS,
    FunctionVersion: functionVersion,
    Description: description,
    RevisionId: revisionId,
    ...(split ? { RoutingConfig: split } : {}),
  };
}
