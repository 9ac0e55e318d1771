import { NotBootstrapped } from '../lib/domain/ledger/ledger-errors.ts';
import { checkServability, leaseHoldersState } from '../lib/domain/protocol/check-servability.ts';
import { RollbackTargetUnservable } from '../lib/domain/protocol/protocol-errors.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { executionActor } from '../lib/domain/steps/execution.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

type DrillPorts = Pick<ReleasePorts, 'ledger' | 'modelName'> & PublishingPorts;

/**
 * Proves that the champion could take all traffic back. Throws `RollbackTargetUnservable` when it could not, unless the
 * release was forced: then replacing it may be the point.
 */
export function createDrill(ports: DrillPorts) {
  return async ({ execution }: StepInput<'drill'>): Promise<StepOutput<'drill'>> => {
    const { champion, lease } = leaseHoldersState(await ports.ledger.readHead(ports.modelName), execution.arn);
    if (champion === null) throw new NotBootstrapped("there is no champion; deploy the model's stack first");
    const { functionVersion, modelVersion } = champion;
    const actor = executionActor(execution);
    const check = { check: 'drill', release: champion, actor, execution: execution.arn } as const;
    const { servable, detail } = await checkServability(ports, check);
    if (!servable && lease?.grounds.kind !== 'forced') {
      throw new RollbackTargetUnservable(
        `the champion ${modelVersion} on function version ${functionVersion} could not take traffic back: ${detail}`,
      );
    }
    return { functionVersion, servable, reason: detail };
  };
}

export const handler = lambdaHandler('drill', (environment) => createDrill(releasePorts(environment)));
