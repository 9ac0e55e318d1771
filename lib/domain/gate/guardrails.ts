import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { GuardrailResult, SliceResult } from '../artifacts/comparison.ts';
import type { Guardrail } from '../definition/gate-guardrails.ts';
import type { PairedEvidence } from './paired-evidence.ts';
import { type MeasuredPair, ruleValue } from './rule-value.ts';
import { guardedMeasure, measureKey, storedInterval, storedNumber, type Uncertainty } from './uncertainty.ts';

/** Whether each guardrail holds: the lower bound of the gain lies above minus the margin. */
export function guardrailResults(
  guardrails: readonly Guardrail[],
  evidence: Pick<PairedEvidence, 'rows' | 'estimates' | 'slices'>,
  pair: MeasuredPair,
): GuardrailResult[] {
  return guardrails.flatMap(({ metric, margin }) => {
    if (metric === 'slice-auc') return worstSlice(evidence.slices, margin);
    const measure = guardedMeasure(metric);
    const estimate = evidence.estimates[measureKey(measure)] ?? null;
    const delta = ruleValue(measure, pair);
    return {
      metric: measureKey(measure),
      margin,
      delta: delta === null ? null : storedNumber(delta),
      interval: storedInterval(estimate),
      n: evidence.rows,
      slice: null,
      passed: estimate === null ? null : keeps(estimate, margin),
    };
  });
}

function keeps({ lower }: Uncertainty, margin: number): boolean {
  return lower > -margin + THRESHOLD_TOLERANCE;
}

/** The slice that the verdict rests on; slices with too few rows say nothing, and none at all is no guardrail. */
function worstSlice(slices: readonly SliceResult[], margin: number): GuardrailResult[] {
  const told = slices.filter(({ passed }) => passed !== null);
  const failed = told.filter(({ passed }) => passed === false);
  const [worst] = (failed.length > 0 ? failed : told).toSorted((one, other) => lowest(one) - lowest(other));
  if (worst === undefined) return [];
  const { slice, n, delta, interval, passed } = worst;
  return [{ metric: 'slice-auc', margin, delta, interval, n, slice, passed }];
}

function lowest({ interval }: SliceResult): number {
  return interval?.[0] ?? Number.NEGATIVE_INFINITY;
}
