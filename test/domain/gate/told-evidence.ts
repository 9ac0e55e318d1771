import type { PairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import type { Uncertainty } from '../../../lib/domain/gate/uncertainty.ts';

/** Bounds of a number, as if they had been computed. */
export function bounds(lower: number, upper: number): Uncertainty {
  return { method: 'normal', standardError: (upper - lower) / 2 / 1.6448536269514722, lower, upper, p: 0.04 };
}

/** Evidence with these bounds and no others, of enough rows of both labels. */
export function toldEvidence(
  estimates: Readonly<Record<string, readonly [number, number] | null>>,
  details: Partial<PairedEvidence> = {},
): PairedEvidence {
  return {
    confidence: 0.9,
    rows: 5_000,
    labels: 2,
    prevalence: 0.2,
    underpowered: false,
    seed: 42,
    estimates: Object.fromEntries(
      Object.entries(estimates).map(([key, told]) => [key, told === null ? null : bounds(...told)]),
    ),
    slices: [],
    ...details,
  };
}
