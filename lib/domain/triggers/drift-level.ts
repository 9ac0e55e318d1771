import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DistributionDrift } from './distribution-drift.ts';

export type DriftLevel = 'none' | 'warning' | 'critical';

/** What is critical. */
export interface DriftLimits {
  /** Index (PSI) above which a distribution has drifted. */
  readonly psi: number;
  /** Kolmogorov-Smirnov distance from which it has drifted; null where the index alone decides. */
  readonly distance: number | null;
  /** Distributions that are tested at a time. */
  readonly tests: number;
}

/** Distance from which a feature has drifted, whatever the limit of its index is. */
export const CRITICAL_DISTANCE = 0.1;

const WARNING_PSI = 0.1;
const WARNING_DISTANCE = 0.05;
const WARNING_SPREAD = 0.1;
/** Chance of error of all Kolmogorov-Smirnov tests of a window together. */
const KS_CHANCE = 0.05;

type Measured = Omit<DistributionDrift, 'level'>;

/**
 * How much a distribution has drifted. Every level needs an effect that is large enough to matter and too large for
 * chance, so that it does not come with the number of rows. Counts give a lower bound of the distance and an upper one of
 * its p-value: where these suffice, the values themselves would too.
 */
export function driftLevel(measured: Measured, { psi: limit, distance, tests }: DriftLimits): DriftLevel {
  const { psi, noiseFloor, jensenShannon, ks } = measured;
  const isNoise = !above(psi, noiseFloor);
  if (indexExceeds(measured, limit)) return 'critical';
  if (distance !== null && distanceReaches(ks, distance, tests)) return 'critical';
  const warns = [
    distanceReaches(ks, WARNING_DISTANCE, tests),
    above(psi, Math.min(limit, WARNING_PSI)) && !isNoise,
    // a distance without a test of its own borrows that of the index
    above(jensenShannon, WARNING_SPREAD) && !isNoise,
  ];
  return warns.includes(true) ? 'warning' : 'none';
}

/** Whether an index is above a limit and above its noise. */
export function indexExceeds({ psi, noiseFloor }: Pick<Measured, 'psi' | 'noiseFloor'>, limit: number): boolean {
  return above(psi, Math.max(limit, noiseFloor));
}

/** P-value below which one of so many distances is more than chance. */
export function distanceChance(tests: number): number {
  return KS_CHANCE / tests;
}

/** Whether a distance is this large, and surer than the chance of error that so many tests share. */
export function distanceReaches(ks: Measured['ks'], distance: number, tests: number): boolean {
  if (ks === null || ks.pValue >= distanceChance(tests) - THRESHOLD_TOLERANCE) return false;
  return ks.distance >= distance - THRESHOLD_TOLERANCE;
}

function above(value: number, limit: number): boolean {
  return value > limit + THRESHOLD_TOLERANCE;
}
