import type { Proportion } from './proportion.ts';

/** Both arms of one stratum, such as a minute. */
export interface MatchedStratum {
  readonly control: Proportion;
  readonly variant: Proportion;
}

/**
 * Both arms as if their units were spread alike over the strata, so that what hits both in one of them makes no difference
 * between the arms. Rates are means with the weights of Mantel and Haenszel (1959), w = n m / (n + m); totals are those of
 * a simple sample as exact as the mean, (sum w)^2 / sum(w^2 / n), and need not be whole. Where the arms are spread alike
 * both are the plain sums. A stratum without one of the arms says nothing; null where all are such.
 */
export function matchedProportions(strata: readonly MatchedStratum[]): MatchedStratum | null {
  const both = strata.filter(({ control, variant }) => control.total > 0 && variant.total > 0);
  if (both.length === 0) return null;
  return { control: matched(both, 'control', 'variant'), variant: matched(both, 'variant', 'control') };
}

function matched(strata: readonly MatchedStratum[], own: keyof MatchedStratum, other: keyof MatchedStratum) {
  let [weights, successes, spread] = [0, 0, 0];
  for (const stratum of strata) {
    const { successes: count, total } = stratum[own];
    const weight = (total * stratum[other].total) / (total + stratum[other].total);
    weights += weight;
    successes += (weight * count) / total;
    spread += weight ** 2 / total;
  }
  const total = weights ** 2 / spread;
  // rounding must not make more successes than there are units
  return { successes: Math.min((successes / weights) * total, total), total };
}
