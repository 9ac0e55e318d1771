import {
  type AliasConfiguration,
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  type LambdaClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { FunctionBusy, RevisionMoved } from '../domain/ports/adapter-errors.ts';
import { type AliasState, type AliasTarget, LIVE_ALIAS, type LiveAlias } from '../domain/ports/live-alias.ts';
import { named, nullIfMissing } from './lambda-errors.ts';

export function lambdaLiveAlias(client: LambdaClient): LiveAlias {
  const alias = (functionName: string) => ({ FunctionName: functionName, Name: LIVE_ALIAS });
  const label = (functionName: string) => `${functionName}:${LIVE_ALIAS}`;

  return {
    async read(functionName) {
      const call = client.send(new GetAliasCommand(alias(functionName)));
      const found = await nullIfMissing(named(label(functionName), call));
      return found === null ? null : aliasState(found);
    },

    async create(functionName, target, description) {
      const input = { ...alias(functionName), ...aliasRouting(target), Description: description };
      try {
        return aliasState(await named(label(functionName), client.send(new CreateAliasCommand(input))));
      } catch (cause) {
        if (!(cause instanceof FunctionBusy)) throw cause;
        throw new RevisionMoved(`${label(functionName)} exists already, or its function is busy: read it`, { cause });
      }
    },

    async move(functionName, target, description, revisionId) {
      const change = { ...aliasRouting(target), Description: description, RevisionId: revisionId };
      const call = client.send(new UpdateAliasCommand({ ...alias(functionName), ...change }));
      return aliasState(await named(label(functionName), call));
    },

    async delete(functionName) {
      await nullIfMissing(named(label(functionName), client.send(new DeleteAliasCommand(alias(functionName)))));
    },
  };
}

/** An empty map of weights clears the split; leaving it out would keep it. */
function aliasRouting({ functionVersion, canary }: AliasTarget) {
  const AdditionalVersionWeights = canary ? { [canary.functionVersion]: canary.weight } : {};
  return { FunctionVersion: functionVersion, RoutingConfig: { AdditionalVersionWeights } };
}

function aliasState({
  FunctionVersion,
  RevisionId,
  Description,
  RoutingConfig,
  AliasArn,
}: AliasConfiguration): AliasState {
  if (!FunctionVersion || !RevisionId) throw new Error(`${AliasArn} should have a function version and a revision id`);
  const [split] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    functionVersion: FunctionVersion,
    canary: split ? { functionVersion: split[0], weight: split[1] } : null,
    revisionId: RevisionId,
    description: Description ?? '',
  };
}
