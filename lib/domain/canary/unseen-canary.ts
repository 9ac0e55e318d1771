import { secondsAfter } from '../time.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { JudgedMetric } from './judged-metrics.ts';
import { armTotal } from './metric-evidence.ts';

/** The newest minutes of the step before are left out, as the time of a look is not known and counters come in late. */
const SHIFT_SECONDS = 300;
/** Chance of seeing no request of a canary that has its share of them, below which it is taken not to. */
const CHANCE = 0.01;

/**
 * Whether nothing is seen of a step: no request of either arm, or none of the challenger where its weight should have
 * brought some. Either there is no traffic or a counter is missing, and neither is a reason for a larger share.
 */
export function isUnseen({ progress, minutes }: CanaryQuestion, metric: JudgedMetric): boolean {
  if (armTotal(minutes, 'challenger', metric).total > 0) return false;
  const newest = minutes.at(-1)?.minute;
  if (newest === undefined) return true;
  const from = secondsAfter(newest, SHIFT_SECONDS - progress.elapsedSeconds);
  const ofStep = minutes.filter(({ minute }) => minute >= from);
  return (1 - progress.weight) ** armTotal(ofStep, 'champion', metric).total < CHANCE;
}
