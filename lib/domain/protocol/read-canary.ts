import { type CanaryQuestion, canaryQuestionSchema } from '../canary/canary-question.ts';
import { errorMetric, metricBackground, slowMetric, wrongMetric } from '../canary/judged-metrics.ts';
import { type CanaryMinute, pairMinutes } from '../canary/release-counts.ts';
import { readSettled, readWithDayBefore } from '../canary/settled-minutes.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { InvalidInput } from '../errors.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { ReleaseMetrics } from '../ports/release-metrics.ts';
import { problemsOf } from '../problems.ts';
import type { Execution } from '../steps/execution.ts';
import { milliseconds, type Timestamp } from '../time.ts';
import type { PublishingPorts } from './publish-version.ts';
import type { ReleasePorts } from './release-ports.ts';
import { ownChallenger } from './stand-down.ts';

interface CanaryPorts
  extends Pick<PublishingPorts, 'functions'>,
    Pick<ReleasePorts, 'modelName' | 'functionName' | 'clock'> {
  readonly metrics: ReleaseMetrics;
}

/** A canary that an execution has under way. */
interface OwnCanary {
  readonly mode: 'model' | 'code' | 'version';
  readonly challenger: string;
  readonly champion: string;
  readonly weight: number;
  /** When the weight moved last. */
  readonly since: Timestamp;
  readonly acquiredAt: Timestamp;
}

/** The canary of this very execution; null where it has none any more. */
export function ownCanary(head: LedgerEntry | null, execution: Execution, functionVersion: string): OwnCanary | null {
  if (ownChallenger(head, execution, functionVersion) === null) return null;
  const { routing, lease } = head?.state ?? {};
  if (!routing?.canary || !lease) return null;
  const { canary, functionVersion: champion, movedAt: since } = routing;
  const { mode, acquiredAt } = lease;
  return { mode, challenger: functionVersion, champion, weight: canary.weight, since, acquiredAt };
}

/**
 * Both arms since the release began, and how the champion did on the day before. Throws `InvalidInput` for counts that are
 * none: whatever they are, they are no evidence.
 */
export async function readCanary(
  ports: CanaryPorts,
  canary: OwnCanary,
  { canary: plan, limits }: Pick<ModelDefinition, 'canary' | 'limits'>,
): Promise<CanaryQuestion> {
  const { metrics, modelName, functionName } = ports;
  const now = ports.clock.now();
  const arm = (functionVersion: string) => ({ modelName, functionName, functionVersion });
  const own = await readSettled(metrics, arm(canary.challenger), canary.acquiredAt, now);
  const { minutes: others, dayBefore } = await readWithDayBefore(metrics, arm(canary.champion), canary.acquiredAt, now);
  const pairs = pairMinutes(own, others);
  // released code serves the model that its champion serves
  const minutes = canary.mode === 'code' ? pairs.map(withoutLabels) : pairs;
  return sound({
    limits: limits.canary,
    progress: progressOf(plan, canary, now),
    background: {
      errors: metricBackground(errorMetric(limits.canary), dayBefore),
      slow: metricBackground(slowMetric, dayBefore),
      wrong: metricBackground(wrongMetric, dayBefore),
    },
    minutes: (await haveOneLimit(ports, canary)) ? minutes : minutes.map(withoutOtherLimit),
  });
}

function sound(question: CanaryQuestion): CanaryQuestion {
  const { error } = canaryQuestionSchema.safeParse(question);
  if (error !== undefined) throw new InvalidInput('the counts of the canary', problemsOf(error, question));
  return question;
}

function progressOf(
  { maximumHoldSeconds, steps }: ModelDefinition['canary'],
  { weight, since }: OwnCanary,
  now: Timestamp,
) {
  // weights below are those of other definitions: a changed one must not strand a canary that is under way
  const bakeSeconds = (steps.find((step) => step.weight >= weight) ?? steps.at(-1))?.bakeSeconds ?? 0;
  const isLastStep = steps.every((step) => step.weight <= weight);
  // a clock that went back is no time that passed
  const elapsedSeconds = Math.max(0, Math.floor((milliseconds(now) - milliseconds(since)) / 1000));
  return { weight, elapsedSeconds, bakeSeconds, maximumHoldSeconds, isLastStep };
}

/** A function version counts slow answers by the limit that it was published with; only released code can bring another. */
async function haveOneLimit({ functions, functionName }: CanaryPorts, { mode, challenger, champion }: OwnCanary) {
  if (mode !== 'code') return true;
  const [one, other] = await Promise.all(
    [challenger, champion].map((version) => functions.readConfiguration(functionName, version)),
  );
  return one?.environment.SLOW_ANSWER_MILLISECONDS === other?.environment.SLOW_ANSWER_MILLISECONDS;
}

/** One model in both arms is as right in either. */
function withoutLabels({ minute, challenger, champion }: CanaryMinute): CanaryMinute {
  const none = { labelled: 0, wrong: 0 };
  return { minute, challenger: { ...challenger, ...none }, champion: { ...champion, ...none } };
}

/** What the champion counts by another limit cannot be compared with. */
function withoutOtherLimit(minute: CanaryMinute): CanaryMinute {
  return { ...minute, champion: { ...minute.champion, answers: 0, slow: 0 } };
}
