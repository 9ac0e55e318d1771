import { stirlingError } from './log-gamma.ts';

/**
 * Poisson probability of a count from 0 on, which need not be whole: the saddle-point expansion (Loader 2000), which
 * loses no digits where the count is large.
 */
export function poissonMass(count: number, mean: number): number {
  if (mean === 0) return count === 0 ? 1 : 0;
  if (count === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(count) - deviance(count, mean)) / Math.sqrt(2 * Math.PI * count);
}

/** Binomial probability of numbers that need not be whole, in the same way; `failure` is the chance that is left. */
export function binomialMass(
  counts: { readonly successes: number; readonly failures: number },
  chances: { readonly success: number; readonly failure: number },
): number {
  const { successes, failures } = counts;
  if (successes === 0) return certainMass(failures, chances.failure, chances.success);
  if (failures === 0) return certainMass(successes, chances.success, chances.failure);
  const total = successes + failures;
  const corrections = stirlingError(total) - stirlingError(successes) - stirlingError(failures);
  const deviances = deviance(successes, total * chances.success) + deviance(failures, total * chances.failure);
  // two roots, since the product of two large numbers of trials may overflow
  const scale = Math.sqrt(total / successes / (2 * Math.PI * failures));
  return Math.exp(corrections - deviances) * scale;
}

/** chance^count, with the digits of a chance near 1 taken from what it lacks. */
function certainMass(count: number, chance: number, other: number): number {
  return Math.exp(count * (chance < 0.5 ? Math.log(chance) : Math.log1p(-other)));
}

/** count ln(count / mean) + mean - count, without the cancellation where both are close. */
function deviance(count: number, mean: number): number {
  if (Math.abs(mean - count) > 0.2 * count) return count * Math.log(count / mean) + mean - count;
  const relative = (mean - count) / count;
  // ln(1 + r) = 2 artanh v, where v = r / (2 + r)
  const v = relative / (2 + relative);
  let [series, power] = [0, 1];
  for (let odd = 3; power > Number.EPSILON; odd += 2) {
    series += power / odd;
    power *= v * v;
  }
  return count * (v * relative - 2 * v ** 3 * series);
}
