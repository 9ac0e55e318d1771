import type { EventOf } from '../ledger/ledger-event.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { comparedText, evidenceText, type Levels, metricEntries, rateText, rounded, shareOf } from './canary-text.ts';
import { hardBreaker } from './hard-breaker.ts';
import { errorMetric, slowMetric } from './judged-metrics.ts';
import { type MetricEvidence, metricEvidence } from './metric-evidence.ts';

export interface CanaryVerdict {
  /** `hold` is a step that is due and not yet shown to be good. */
  readonly decision: 'continue' | 'hold' | 'step-up' | 'promote' | 'roll-back';
  /** One sentence. */
  readonly reason: string;
  readonly evidence: EventOf<'promoted'>['evidence'];
}

/**
 * E values that roll back and that step up. A canary that is as good as its champion and within the limit reaches the first
 * with a chance of 1 in 100 at most, for each metric and over its whole life, however often it is looked at; one that is
 * not below the limit reaches the second with a chance of 1 in 20.
 */
export const evidenceLevels: Levels = { rollBack: 100, stepUp: 20 };

/** Clumps of bad events may certify what is bad within less than this, whatever the bake is. */
const SHORTEST_STEP_SECONDS = 600;
/** So small a share is there to find what crashes, and would take for ever to certify more. */
const CRASH_GATE_WEIGHT = 0.01;
const CRASH_GATE_REQUESTS = 10;

/**
 * What a canary shows (S1-17 to S1-22): evidence against it rolls back at once, everything else waits for the bake. More
 * traffic is given only to what is shown to be within its limits, and all of it never without.
 */
export function canaryVerdict(question: CanaryQuestion): CanaryVerdict {
  const { limits, background, minutes, progress } = question;
  const errors = metricEvidence(errorMetric(limits), minutes, background.errors);
  const slow = metricEvidence(slowMetric, minutes, background.slow);
  const shown: Shown = { question, errors, metrics: [errors, slow] };
  const { decision, reason } =
    failure(shown) ?? patience(shown) ?? (progress.isLastStep ? null : crashGate(shown)) ?? due(shown);
  return { decision, reason, evidence: shown.metrics.flatMap((one) => metricEntries(one, evidenceLevels)) };
}

interface Shown {
  readonly question: CanaryQuestion;
  readonly errors: MetricEvidence;
  readonly metrics: readonly MetricEvidence[];
}

type Answer = Pick<CanaryVerdict, 'decision' | 'reason'>;

function failure({ question, errors, metrics }: Shown): Answer | null {
  const worst = metrics.find(({ rollBack }) => rollBack >= evidenceLevels.rollBack);
  if (worst !== undefined) {
    const evidence = `evidence ${evidenceText(worst.rollBack)} of ${evidenceLevels.rollBack}`;
    return { decision: 'roll-back', reason: `the canary fails: ${comparedText(worst)}; ${evidence}` };
  }
  const broken = hardBreaker(errors.metric, question.minutes);
  if (broken === null) return null;
  const sure = `above ${rounded(broken.limit)} with 99.9 % confidence`;
  return {
    decision: 'roll-back',
    reason: `the canary fails: ${rateText('newest error rate', broken.challenger)} is ${sure}`,
  };
}

function patience({ question: { progress }, metrics }: Shown): Answer | null {
  const { elapsedSeconds, bakeSeconds } = progress;
  const enough = Math.max(bakeSeconds, SHORTEST_STEP_SECONDS);
  if (elapsedSeconds >= enough) return null;
  return { decision: 'continue', reason: `baked for ${elapsedSeconds} of ${enough} seconds: ${standing(metrics)}` };
}

function crashGate({ question: { progress }, errors, metrics }: Shown): Answer | null {
  if (progress.weight > CRASH_GATE_WEIGHT || errors.challenger.total < CRASH_GATE_REQUESTS) return null;
  return { decision: 'step-up', reason: `nothing crashes at this small share: ${standing(metrics)}` };
}

/** The step is over, one way or another, or held until there is evidence. */
function due({ question: { progress }, metrics }: Shown): Answer {
  const { isLastStep, elapsedSeconds, bakeSeconds, maximumHoldSeconds } = progress;
  const unproven = metrics.filter(({ stepUp }) => stepUp < evidenceLevels.stepUp);
  if (unproven.length === 0) {
    const [decision, what] = isLastStep ? (['promote', 'canary'] as const) : (['step-up', 'step'] as const);
    return { decision, reason: `the ${what} holds: ${metrics.map(comparedText).join('; ')}` };
  }
  const missing = unproven.map(missingText).join('; ');
  if (elapsedSeconds < Math.max(bakeSeconds, SHORTEST_STEP_SECONDS) + maximumHoldSeconds) {
    return { decision: 'hold', reason: `held for evidence: ${missing}` };
  }
  if (isLastStep) return { decision: 'roll-back', reason: `no evidence within the longest hold: ${missing}` };
  const over = unproven.find(({ challenger, metric }) => shareOf(challenger) > metric.limit);
  if (over !== undefined) {
    return { decision: 'roll-back', reason: `no evidence within the longest hold, and ${comparedText(over)}` };
  }
  const reason = `nothing wrong within the longest hold, and a larger share shows more: ${missing}`;
  return { decision: 'step-up', reason };
}

function missingText({ metric, challenger, stepUp }: MetricEvidence): string {
  const shown = `evidence ${evidenceText(stepUp)} of ${evidenceLevels.stepUp}`;
  return `${rateText(metric.name, challenger)} is not yet shown to be below ${rounded(metric.limit)}, ${shown}`;
}

function standing(metrics: readonly MetricEvidence[]): string {
  const rates = metrics.map(({ metric, challenger }) => rateText(metric.name, challenger)).join(', ');
  const most = Math.max(...metrics.map(({ rollBack }) => rollBack));
  return `${rates}; evidence to roll back ${evidenceText(most)} of ${evidenceLevels.rollBack}`;
}
