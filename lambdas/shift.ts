import { cloudWatch, s3 } from '../lib/aws/clients.ts';
import { cloudWatchAlarms } from '../lib/aws/cloudwatch-alarms.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { Alarms } from '../lib/domain/ports/release-metrics.ts';
import { moveTraffic } from '../lib/domain/protocol/move-traffic.ts';
import { ChallengerAccused } from '../lib/domain/protocol/protocol-errors.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { decideShift } from '../lib/domain/protocol/shift-weight.ts';
import { ownChallenger, standDown } from '../lib/domain/protocol/stand-down.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

export interface ShiftPorts extends ReleasePorts {
  readonly definition: DefinitionSource;
  readonly alarms: Alarms;
  readonly challengerAlarmName: string;
}

/** Gives the challenger its next share of the traffic, unless the alarm on crashes names it already. */
export function createShift(ports: ShiftPorts) {
  return async (input: StepInput<'shift'>): Promise<StepOutput<'shift'>> => {
    const { canary } = await ports.definition();
    // an alarm that was on before the canary causes no event, so it is asked here
    const accused = await ports.alarms.readAccusedVersions(ports.challengerAlarmName);
    if (accused.includes(input.functionVersion)) {
      throw new ChallengerAccused(`${ports.challengerAlarmName} names function version ${input.functionVersion}`);
    }
    const { head, stands } = await moveTraffic(ports, decideShift(canary, input));
    const weight = head.state.routing?.canary?.weight;
    const isOwn = ownChallenger(head, input.execution, input.functionVersion) !== null;
    if (!stands || !isOwn || weight === undefined) return standDown(ports.ledger, ports.modelName, input.execution);
    return { decision: 'shifted', weight, pollSeconds: canary.pollSeconds };
  };
}

export const handler = lambdaHandler('shift', (environment) =>
  createShift({
    ...releasePorts(environment),
    definition: s3DefinitionSource(s3(), environment),
    alarms: cloudWatchAlarms(cloudWatch()),
    challengerAlarmName: environment.CHALLENGER_ALARM_NAME,
  }),
);
