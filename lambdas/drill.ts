import { cloudWatch } from '../lib/aws/clients.ts';
import { cloudWatchAlarms } from '../lib/aws/cloudwatch-alarms.ts';
import { NotBootstrapped } from '../lib/domain/ledger/ledger-errors.ts';
import type { Routing } from '../lib/domain/ledger/ledger-state.ts';
import {
  type CheckPorts,
  checkServability,
  type Excuse,
  leaseHoldersState,
} from '../lib/domain/protocol/check-servability.ts';
import { RollbackTargetUnservable } from '../lib/domain/protocol/protocol-errors.ts';
import { type AliasAlarmPorts, alarmEvidence, ringingAlarms } from '../lib/domain/protocol/ringing-alarms.ts';
import { executionActor } from '../lib/domain/steps/execution.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

type DrillPorts = CheckPorts & AliasAlarmPorts;

/**
 * Proves that the champion could take all traffic back. Throws `RollbackTargetUnservable` when it could not, unless
 * replacing it is the point: the release was forced, or the champion is failing and its alarm is on.
 */
export function createDrill(ports: DrillPorts) {
  return async ({ execution }: StepInput<'drill'>): Promise<StepOutput<'drill'>> => {
    const { champion, lease, routing } = leaseHoldersState(await ports.ledger.readHead(ports.modelName), execution.arn);
    if (champion === null) throw new NotBootstrapped("there is no champion; deploy the model's stack first");
    const { functionVersion, modelVersion } = champion;
    const actor = executionActor(execution);
    const check = { check: 'drill', release: champion, actor, execution: execution.arn } as const;
    const { servable, detail, excuse } = await checkServability(ports, check, () => championAlarm(ports, routing));
    if (!servable && excuse === null && lease?.grounds.kind !== 'forced') {
      throw new RollbackTargetUnservable(
        `the champion ${modelVersion} on function version ${functionVersion} could not take traffic back: ${detail}`,
      );
    }
    return { functionVersion, servable, reason: detail };
  };
}

/** Nobody would roll back to a champion that its alarm accuses, so it keeps no better model waiting. */
async function championAlarm(ports: AliasAlarmPorts, routing: Routing | null): Promise<Excuse> {
  const ringing = routing === null ? [] : await ringingAlarms(ports, routing.movedAt);
  return { excuse: ringing.length > 0 ? 'champion-alarm' : null, evidence: ringing.map(alarmEvidence) };
}

export const handler = lambdaHandler('drill', (environment) =>
  createDrill({
    ...releasePorts(environment),
    alarms: cloudWatchAlarms(cloudWatch()),
    probationAlarmNames: environment.PROBATION_ALARM_NAMES.split(','),
  }),
);
