import { binomialSf } from '../../statistics/distributions/binomial.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { CanaryQuestion } from './canary-question.ts';
import {
  brokenEntry,
  brokenText,
  comparedText,
  evidenceText,
  type Levels,
  metricEntries,
  rateText,
  rounded,
  shareOf,
} from './canary-text.ts';
import { hardBreaker, newestMinutes } from './hard-breaker.ts';
import { errorMetric, slowMetric } from './judged-metrics.ts';
import { type LabelEvidence, labelEvidence } from './label-evidence.ts';
import { dropText, labelEntries, labelNote } from './label-text.ts';
import { armTotal, type ComparedArms, type MetricEvidence, metricEvidence } from './metric-evidence.ts';
import { isUnseen } from './unseen-canary.ts';

export interface CanaryVerdict {
  /** `hold` is a step that is due and not yet shown to be good. */
  readonly decision: 'continue' | 'hold' | 'step-up' | 'promote' | 'roll-back';
  /** One sentence. */
  readonly reason: string;
  readonly evidence: EventOf<'promoted'>['evidence'];
  /** Of a rollback that says nothing against the challenger. */
  readonly cause?: 'no-evidence';
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
/** What has to be within the limits as it is, when more traffic is due. */
const RECENT_MINUTES = 60;
const RECENT_REQUESTS = 100;
const CHANCE_OF_AN_ODD_SAMPLE = 0.1;

/**
 * What a canary shows (S1-17 to S1-22): evidence against it rolls back at once, everything else waits for the bake. Then
 * what is shown to be within its limits gets more traffic. A small step that shows too little does in the end, as a
 * larger share shows more, unless something speaks against it or nothing was seen at all; all traffic is never given without
 * evidence. Labels may come late or never, so that they roll back and nothing ever waits for them.
 */
export function canaryVerdict(question: CanaryQuestion): CanaryVerdict {
  const { limits, background, minutes, progress } = question;
  const errors = metricEvidence(errorMetric(limits), minutes, background.errors);
  const slow = metricEvidence(slowMetric, minutes, background.slow);
  const labels = labelEvidence(minutes, background.wrong, limits.maximumAccuracyDrop);
  const shown: Shown = { question, errors, metrics: [errors, slow], labels };
  const answer = failure(shown) ?? patience(shown) ?? (progress.isLastStep ? null : crashGate(shown)) ?? due(shown);
  const { newest = [], ...verdict } = answer;
  const judged = shown.metrics.flatMap((one) => metricEntries(one, evidenceLevels));
  return { ...verdict, evidence: [...newest, ...judged, ...labelEntries(labels, evidenceLevels)] };
}

interface Shown {
  readonly question: CanaryQuestion;
  readonly errors: MetricEvidence;
  readonly metrics: readonly MetricEvidence[];
  readonly labels: LabelEvidence;
}

interface Answer extends Omit<CanaryVerdict, 'evidence'> {
  /** Of the newest minutes alone, where they decided. */
  readonly newest?: CanaryVerdict['evidence'];
}

function failure({ question, errors, metrics, labels }: Shown): Answer | null {
  const arms: readonly ComparedArms[] = [...metrics, labels];
  const worst = arms.reduce((one, other) => (other.rollBack > one.rollBack ? other : one));
  if (worst.rollBack >= evidenceLevels.rollBack) {
    const evidence = `evidence ${evidenceText(worst.rollBack)} of ${evidenceLevels.rollBack}`;
    return { decision: 'roll-back', reason: `the canary fails: ${comparedText(worst)}; ${evidence}` };
  }
  const broken = hardBreaker(errors.metric, question.minutes, question.background.errors);
  if (broken === null) return inaccurate(labels);
  return { decision: 'roll-back', reason: `the canary fails: ${brokenText(broken)}`, newest: [brokenEntry(broken)] };
}

function inaccurate({ challenger, champion, drop }: LabelEvidence): Answer | null {
  if (!drop?.tooLow) return null;
  const labels = { judged: challenger.total, other: champion.total, whose: 'the champion' };
  return { decision: 'roll-back', reason: `the canary fails: ${dropText(drop, labels)}` };
}

function patience({ question: { progress }, ...shown }: Shown): Answer | null {
  const { elapsedSeconds, bakeSeconds } = progress;
  const enough = Math.max(bakeSeconds, SHORTEST_STEP_SECONDS);
  if (elapsedSeconds >= enough) return null;
  return { decision: 'continue', reason: `baked for ${elapsedSeconds} of ${enough} seconds: ${standing(shown)}` };
}

function crashGate({ question: { progress }, errors, ...shown }: Shown): Answer | null {
  if (progress.weight > CRASH_GATE_WEIGHT || errors.challenger.total < CRASH_GATE_REQUESTS) return null;
  if (shareOf(errors.challenger) > errors.metric.limit) return null;
  return { decision: 'step-up', reason: `nothing crashes at this small share: ${standing(shown)}` };
}

/** The step is over, one way or another, or held until there is evidence. */
function due({ question, errors, metrics, labels }: Shown): Answer {
  const { progress, minutes } = question;
  const { isLastStep, elapsedSeconds, bakeSeconds, maximumHoldSeconds } = progress;
  const recent = metrics.flatMap((one) => worseOfLate(one, minutes));
  const unproven = [...metrics.filter(({ stepUp }) => !(stepUp >= evidenceLevels.stepUp)).map(missingText), ...recent];
  if (unproven.length === 0) {
    const [decision, what] = isLastStep ? (['promote', 'canary'] as const) : (['step-up', 'step'] as const);
    return { decision, reason: `the ${what} holds: ${metrics.map(comparedText).join('; ')}${labelNote(labels)}` };
  }
  const missing = unproven.join('; ');
  if (elapsedSeconds < Math.max(bakeSeconds, SHORTEST_STEP_SECONDS) + maximumHoldSeconds) {
    return { decision: 'hold', reason: `held for evidence: ${missing}` };
  }
  const suspect = recent.length > 0 || metrics.some(({ rollBack }) => rollBack >= evidenceLevels.stepUp);
  if (isLastStep || suspect || isUnseen(question, errors.metric) || metrics.some(standsAbove)) {
    const cause = suspect ? {} : ({ cause: 'no-evidence' } as const);
    return { decision: 'roll-back', reason: `no evidence within the longest hold: ${missing}`, ...cause };
  }
  const reason = `nothing is shown to be wrong within the longest hold, and a larger share shows more: ${missing}`;
  return { decision: 'step-up', reason };
}

/** More bad events than one in ten samples has where the share is at the limit: too little to accuse, too much to go on. */
function standsAbove({ metric, challenger: { bad, total } }: MetricEvidence): boolean {
  return bad > metric.limit * total && binomialSf(bad - 1, total, metric.limit) < CHANCE_OF_AN_ODD_SAMPLE;
}

/** A good day outweighs an hour that is not, until something is decided that cannot wait for more. */
function worseOfLate({ metric }: MetricEvidence, minutes: CanaryQuestion['minutes']): string[] {
  const newest = armTotal(newestMinutes(metric, minutes, RECENT_MINUTES), 'challenger', metric);
  if (newest.total < RECENT_REQUESTS || shareOf(newest) <= metric.limit) return [];
  return [`of late the ${rateText(metric.name, newest)} is above ${rounded(metric.limit)}`];
}

function missingText({ metric, challenger, stepUp }: MetricEvidence): string {
  const shown = `evidence ${evidenceText(stepUp)} of ${evidenceLevels.stepUp}`;
  return `${rateText(metric.name, challenger)} is not yet shown to be below ${rounded(metric.limit)}, ${shown}`;
}

function standing({ metrics, labels }: Pick<Shown, 'metrics' | 'labels'>): string {
  const rates = metrics.map(({ metric, challenger }) => rateText(metric.name, challenger)).join(', ');
  const most = Math.max(...[...metrics, labels].map(({ rollBack }) => rollBack));
  return `${rates}${labelNote(labels)}; evidence to roll back ${evidenceText(most)} of ${evidenceLevels.rollBack}`;
}
