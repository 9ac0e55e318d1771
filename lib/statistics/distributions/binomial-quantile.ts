import { binomialCdf, binomialPmf } from './binomial.ts';

/**
 * The smallest number of successes that at most so many trials have with this probability or more: a draw from the
 * binomial distribution, for a uniform number. It walks from the middle of the distribution, in about √n steps.
 */
export function binomialQuantile(probability: number, trials: number, chance: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`'probability' should be from 0 to 1, got ${probability}`);
  }
  if (trials === 0 || chance <= 0) return 0;
  if (chance >= 1) return trials;
  const odds = chance / (1 - chance);
  let successes = Math.min(trials, Math.floor((trials + 1) * chance));
  let [below, mass] = [binomialCdf(successes, trials, chance), binomialPmf(successes, trials, chance)];
  while (successes > 0 && probability <= below - mass) {
    below -= mass;
    mass *= successes / (trials - successes + 1) / odds;
    successes -= 1;
  }
  while (successes < trials && probability > below) {
    mass *= ((trials - successes) / (successes + 1)) * odds;
    below += mass;
    successes += 1;
  }
  return successes;
}
