import { s3 } from '../lib/aws/clients.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import { moveTraffic } from '../lib/domain/protocol/move-traffic.ts';
import { decidePromotion, promotedBy } from '../lib/domain/protocol/promote-challenger.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { standDown } from '../lib/domain/protocol/stand-down.ts';
import { supersededReason } from '../lib/domain/protocol/superseded.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

export interface PromotePorts extends ReleasePorts, PublishingPorts {
  readonly definition: DefinitionSource;
}

/** Makes the challenger champion: all traffic, and probation from now on. */
export function createPromote(ports: PromotePorts) {
  return async (input: StepInput<'promote'>): Promise<StepOutput<'promote'>> => {
    const { rollback } = await ports.definition();
    const superseded = await overtaken(ports, input);
    if (superseded !== null) return superseded;
    const { head, stands } = await moveTraffic(ports, decidePromotion(rollback.probationSeconds, input));
    const promotion = promotedBy(head, input.functionVersion);
    if (!stands || promotion === null) return standDown(ports.ledger, ports.modelName, input.execution);
    return { decision: 'promoted', ...promotion };
  };
}

/** The last look before code becomes champion: what was canaried has to be what is deployed. */
async function overtaken(ports: PromotePorts, { execution }: StepInput<'promote'>) {
  const reason = await supersededReason(ports, await ports.ledger.readHead(ports.modelName), execution);
  if (reason === null) return null;
  const evidence = [{ metric: 'newer code', value: 1, threshold: 0, n: null, interval: null }];
  return { decision: 'superseded', cause: 'superseded', reason, evidence } as const;
}

export const handler = lambdaHandler('promote', (environment) =>
  createPromote({ ...releasePorts(environment), definition: s3DefinitionSource(s3(), environment) }),
);
