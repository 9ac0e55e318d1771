import { cloudWatch, s3 } from '../lib/aws/clients.ts';
import { cloudWatchAlarms } from '../lib/aws/cloudwatch-alarms.ts';
import { cloudWatchReleaseMetrics } from '../lib/aws/cloudwatch-release-metrics.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import type { CanaryQuestion } from '../lib/domain/canary/canary-question.ts';
import { type CanaryVerdict, canaryVerdict } from '../lib/domain/canary/canary-verdict.ts';
import { errorMetric, metricBackground, slowMetric } from '../lib/domain/canary/judged-metrics.ts';
import { pairMinutes } from '../lib/domain/canary/release-counts.ts';
import { readDayBefore, readSettled } from '../lib/domain/canary/settled-minutes.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { LedgerEntry } from '../lib/domain/ledger/ledger-entry.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { Alarms, ReleaseMetrics } from '../lib/domain/ports/release-metrics.ts';
import type { PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { ownChallenger, standDown } from '../lib/domain/protocol/stand-down.ts';
import { supersededReason } from '../lib/domain/protocol/superseded.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { milliseconds } from '../lib/domain/time.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

export interface JudgePorts extends ReleasePorts, PublishingPorts {
  readonly definition: DefinitionSource;
  readonly metrics: ReleaseMetrics;
  readonly alarms: Alarms;
  readonly challengerAlarmName: string;
}

/** Says what the canary shows; the head of the ledger is read first, as much may have happened during the wait. */
export function createJudge(ports: JudgePorts) {
  return async ({ execution, functionVersion }: StepInput<'judge'>): Promise<StepOutput<'judge'>> => {
    const { canary: plan, limits } = await ports.definition();
    const head = await ports.ledger.readHead(ports.modelName);
    const canary = ownCanary(head, execution, functionVersion);
    if (canary === null) return standDown(ports.ledger, ports.modelName, execution);
    const answer = (verdict: CanaryVerdict) => ({ ...verdict, weight: canary.weight, pollSeconds: plan.pollSeconds });

    const superseded = await supersededReason(ports, head, execution);
    if (superseded !== null) return { ...answer(ended(superseded, 'newer code')), cause: 'superseded' };
    if ((await ports.alarms.readAccusedVersions(ports.challengerAlarmName)).includes(functionVersion)) {
      return answer(ended(`${ports.challengerAlarmName} names function version ${functionVersion}`, 'alarm'));
    }
    return answer(canaryVerdict(await question(ports, functionVersion, canary, { plan, limits })));
  };
}

/** Both arms since the release began, and how the champion did on the day before. */
async function question(
  ports: JudgePorts,
  functionVersion: string,
  { weight, since, acquiredAt, champion }: OwnCanary,
  { plan, limits }: { plan: ModelDefinition['canary']; limits: ModelDefinition['limits'] },
): Promise<CanaryQuestion> {
  const now = ports.clock.now();
  const { metrics, modelName, functionName } = ports;
  const arm = (version: string) => ({ modelName, functionName, functionVersion: version });
  const [own, others, before] = await Promise.all([
    readSettled(metrics, arm(functionVersion), acquiredAt, now),
    readSettled(metrics, arm(champion), acquiredAt, now),
    readDayBefore(metrics, arm(champion), acquiredAt),
  ]);
  // a clock that went back is no time that passed
  const elapsedSeconds = Math.max(0, Math.floor((milliseconds(now) - milliseconds(since)) / 1000));
  return {
    limits: limits.canary,
    progress: progressOf(plan, weight, elapsedSeconds),
    background: {
      errors: metricBackground(errorMetric(limits.canary), before),
      slow: metricBackground(slowMetric, before),
    },
    minutes: pairMinutes(own, others),
  };
}

type OwnCanary = NonNullable<ReturnType<typeof ownCanary>>;

function ownCanary(head: LedgerEntry | null, execution: StepInput<'judge'>['execution'], functionVersion: string) {
  if (ownChallenger(head, execution, functionVersion) === null) return null;
  const { routing, lease } = head?.state ?? {};
  if (!routing?.canary || !lease) return null;
  const { canary, functionVersion: champion, movedAt } = routing;
  return { weight: canary.weight, since: movedAt, acquiredAt: lease.acquiredAt, champion };
}

function progressOf(plan: ModelDefinition['canary'], weight: number, elapsedSeconds: number) {
  const { maximumHoldSeconds, steps } = plan;
  // weights below are those of other definitions: a changed one must not strand a canary that is under way
  const bakeSeconds = (steps.find((step) => step.weight >= weight) ?? steps.at(-1))?.bakeSeconds ?? 0;
  const isLastStep = steps.every((step) => step.weight <= weight);
  return { weight, elapsedSeconds, bakeSeconds, maximumHoldSeconds, isLastStep };
}

function ended(reason: string, metric: string): CanaryVerdict {
  return {
    decision: 'roll-back',
    reason,
    evidence: [{ metric, value: 1, threshold: 0, n: null, interval: null }],
  };
}

export const handler = lambdaHandler('judge', (environment) =>
  createJudge({
    ...releasePorts(environment),
    definition: s3DefinitionSource(s3(), environment),
    metrics: cloudWatchReleaseMetrics(cloudWatch()),
    alarms: cloudWatchAlarms(cloudWatch()),
    challengerAlarmName: environment.CHALLENGER_ALARM_NAME,
  }),
);
