import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DistributionDrift } from './distribution-drift.ts';

export type DriftLevel = 'none' | 'warning' | 'critical';

const WARNING_PSI = 0.1;
const WARNING_DISTANCE = 0.05;
const CRITICAL_DISTANCE = 0.1;
const WARNING_SPREAD = 0.1;
/** Chance of error of all Kolmogorov-Smirnov tests of a window together. */
const KS_CHANCE = 0.05;

type Measured = Omit<DistributionDrift, 'level'>;

/**
 * How much a distribution has drifted. Every level needs an effect that is large enough to matter and too large for
 * chance, so that it does not come with the number of rows. A distance that is only bounded, from counts, warns at most:
 * there the index alone, whose limit the definition sets, is critical.
 */
export function driftLevel(measured: Measured, limit: number, tests: number): DriftLevel {
  const isNoise = !above(measured.psi, measured.noiseFloor);
  const reached = distanceLevel(measured.ks, tests);
  if ((!isNoise && above(measured.psi, limit)) || reached === 'critical') return 'critical';
  const { psi, jensenShannon, wasserstein } = measured;
  const warns = [
    reached === 'warning',
    above(psi, Math.min(limit, WARNING_PSI)) && !isNoise,
    // distances without a test of their own borrow another's
    above(jensenShannon, WARNING_SPREAD) && !isNoise,
    above(wasserstein ?? 0, WARNING_SPREAD) && isCertain(measured.ks, tests),
  ];
  return warns.includes(true) ? 'warning' : 'none';
}

function distanceLevel(ks: Measured['ks'], tests: number): DriftLevel {
  if (ks === null || !isCertain(ks, tests) || ks.distance < WARNING_DISTANCE - THRESHOLD_TOLERANCE) return 'none';
  return !ks.bound && ks.distance >= CRITICAL_DISTANCE - THRESHOLD_TOLERANCE ? 'critical' : 'warning';
}

function isCertain(ks: Measured['ks'], tests: number): boolean {
  return ks !== null && ks.pValue < KS_CHANCE / tests - THRESHOLD_TOLERANCE;
}

function above(value: number, limit: number): boolean {
  return value > limit + THRESHOLD_TOLERANCE;
}
