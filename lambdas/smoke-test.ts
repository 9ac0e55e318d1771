import { checkServability, leaseHoldersState } from '../lib/domain/protocol/check-servability.ts';
import { SmokeTestFailed } from '../lib/domain/protocol/protocol-errors.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { executionActor } from '../lib/domain/steps/execution.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

type SmokeTestPorts = Pick<ReleasePorts, 'ledger' | 'modelName'> & PublishingPorts;

/** Lets the published challenger load its model and answer as it. Throws `SmokeTestFailed`, after recording the answer. */
export function createSmokeTest(ports: SmokeTestPorts) {
  return async ({ execution, functionVersion }: StepInput<'smoke-test'>): Promise<StepOutput<'smoke-test'>> => {
    const { challenger, lease } = leaseHoldersState(await ports.ledger.readHead(ports.modelName), execution.arn);
    const modelVersion = challenger?.modelVersion ?? lease?.modelVersion ?? '';
    const { servable, detail, reply } = await checkServability(ports, {
      check: 'smoke-test',
      release: { functionVersion, modelVersion },
      actor: executionActor(execution),
      execution: execution.arn,
    });
    if (servable && reply !== null) return reply;
    throw new SmokeTestFailed(`function version ${functionVersion} should answer as ${modelVersion}, got: ${detail}`);
  };
}

export const handler = lambdaHandler('smoke-test', (environment) => createSmokeTest(releasePorts(environment)));
