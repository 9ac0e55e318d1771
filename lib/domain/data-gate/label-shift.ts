import { proportionZTest } from '../../statistics/experiments/two-proportions.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DataFinding } from '../artifacts/data-finding.ts';
import { valueText } from '../problems.ts';
import type { DataFacts } from './data-facts.ts';

/** Difference of two shares that is worth a warning, if it is no accident. */
const NOTABLE_SHIFT = 0.05;
/** Chance of a warning about equal shares, for all classes together. */
const WARNING_CHANCE = 0.05;
/** The same of a stop, which keeps a model from being trained. */
export const STOP_CHANCE = 0.001;

interface ClassShare {
  readonly label: string;
  readonly before: number;
  readonly now: number;
  /** Two-sided, of equal shares. */
  readonly pValue: number;
}

/**
 * Classes that are more or less frequent than in the snapshot before, by a two-sided z test and by the size of the
 * difference. Windows overlap, so the test finds less than it would on rows of their own.
 */
export function labelShiftFindings({ settings, rows, labels: counts, previous }: DataFacts): DataFinding[] {
  if (previous === null) return [];
  const [before, now] = [new Map(previous.labels), new Map(counts)];
  const totals = { before: sum(before), now: rows };
  if (totals.before === 0 || totals.now === 0) return [];

  const { positiveClass, samples } = settings;
  const labels = positiveClass === null ? [...new Set([...before.keys(), ...now.keys()])].sort() : [positiveClass];
  return labels.flatMap((label) => {
    const share = classShare(label, before.get(label) ?? 0, now.get(label) ?? 0, totals);
    const judged = judgeShift(share, labels.length, samples.maximumLabelShift);
    return judged === null ? [] : [shiftFinding(share, judged, totals)];
  });
}

interface Totals {
  readonly before: number;
  readonly now: number;
}

function classShare(label: string, before: number, now: number, totals: Totals): ClassShare {
  const test = proportionZTest({ successes: before, total: totals.before }, { successes: now, total: totals.now });
  // where all or none have the label, both times, the shares are equal
  return { label, before: before / totals.before, now: now / totals.now, pValue: test?.pTwoSided ?? 1 };
}

/** Chances are shared out among the classes. A stop needs a gross difference that is certain; a gross one always warns. */
function judgeShift(
  { before, now, pValue }: ClassShare,
  classes: number,
  limit: number | null,
): Pick<DataFinding, 'severity' | 'threshold'> | null {
  const shift = Math.abs(now - before);
  const isGross = limit !== null && shift > limit + THRESHOLD_TOLERANCE;
  if (isGross && pValue < STOP_CHANCE / classes) return { severity: 'stop', threshold: limit };
  if (isGross) return { severity: 'warning', threshold: limit };
  const isNotable = shift >= NOTABLE_SHIFT - THRESHOLD_TOLERANCE && pValue < WARNING_CHANCE / classes;
  return isNotable ? { severity: 'warning', threshold: NOTABLE_SHIFT } : null;
}

function shiftFinding(
  { label, before, now }: ClassShare,
  judged: Pick<DataFinding, 'severity' | 'threshold'>,
  totals: Totals,
): DataFinding {
  const shares = `${valueText(label)} is ${shown(now)} of ${totals.now} outcomes, and was ${shown(before)} of the ${totals.before} in the last snapshot`;
  const allowed = `a difference of ${judged.threshold} is ${judged.severity === 'stop' ? 'allowed' : 'looked at'}`;
  const remedy = judged.severity === 'stop' ? '; where it is meant, raise samples.maximumLabelShift' : '';
  const reason = `${shares}, where ${allowed}: see whether labels are swapped or come from another source${remedy}`;
  return { code: 'LabelShift', ...judged, reason, value: Math.abs(now - before), n: totals.now };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function shown(share: number): string {
  return String(Number(share.toFixed(4)));
}
