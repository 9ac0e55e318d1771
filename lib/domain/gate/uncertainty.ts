import type { ReadScores } from '../../statistics/metrics/read-scores.ts';
import type { Guardrail } from '../definition/gate-guardrails.ts';
import type { GateRule } from '../definition/gate-rules.ts';

/** Two models on the same rows. */
export interface ReadPair {
  readonly candidate: ReadScores;
  readonly champion: ReadScores;
}

/** What a rule, a guardrail or a report may ask for. */
export type Measure = Pick<GateRule, 'metric' | 'mode'>;

/** How far a measured value may be from the true one. */
export interface Uncertainty {
  readonly method: 'delong' | 'agresti-min' | 'wilson' | 'normal' | 'bootstrap' | 'identical';
  readonly standardError: number;
  /** Bounds of the two-sided interval; infinite where a share of nothing is possible. */
  readonly lower: number;
  readonly upper: number;
  /** Two-sided, of no difference; null for what is no difference. */
  readonly p: number | null;
}

/** Such as `auc absolute`. */
export function measureKey({ metric, mode }: Measure): string {
  return `${metric} ${mode}`;
}

/** JSON has no infinity. */
export function storedNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Null also where a bound is infinite. */
export function storedInterval(estimate: Uncertainty | null): [number, number] | null {
  if (estimate === null || !Number.isFinite(estimate.lower) || !Number.isFinite(estimate.upper)) return null;
  return [estimate.lower, estimate.upper];
}

/** The gain whose lower bound a guardrail watches; a loss of log-loss or Brier score is a share of the champion's. */
export function guardedMeasure(metric: Exclude<Guardrail['metric'], 'slice-auc'>): Measure {
  return { metric, mode: metric === 'log-loss' || metric === 'brier' ? 'relative' : 'absolute' };
}
