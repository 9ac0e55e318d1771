/** What canary and baseline answered in one minute, by the version that answered and not by the configured weight. */
export interface MinuteCounts {
  readonly canaryBad: number;
  readonly canaryTotal: number;
  readonly baselineBad: number;
  readonly baselineTotal: number;
}

/** Factors of the odds of a bad answer that the evidence is spread over. */
export const oddsFactors: readonly number[] = [1.2, 1.5, 2, 3, 5, 10];

/**
 * Logarithms of the likelihood ratios of one minute, one a factor g, against the hypothesis that the canary's odds are at
 * most `margin` times the baseline's: kc ln g - (kc + kb) [ln(1 + w (margin g - 1)) - ln(1 + w (margin - 1))] with w the
 * canary's share of the minute's answers. Whatever hits both arms alike, and a weight that changes, cancels out.
 */
export function relativeLogRatios(
  minute: MinuteCounts,
  margin: number,
  factors: readonly number[] = oddsFactors,
): number[] {
  const ratios = new RelativeSums(margin, factors);
  ratios.add(minute);
  return ratios.sums;
}

/** Sums of `relativeLogRatios` over minutes, without a list for each of them. */
export class RelativeSums {
  readonly #sums: Float64Array;
  readonly #logs: Float64Array;
  readonly #excesses: Float64Array;
  readonly #margin: number;

  constructor(margin: number, factors: readonly number[] = oddsFactors) {
    if (!(margin >= 1)) throw new RangeError(`'margin' should be at least 1, for example 1.1, got ${margin}`);
    this.#margin = margin;
    this.#logs = Float64Array.from(factors, Math.log);
    this.#excesses = Float64Array.from(factors, (factor) => margin * factor - 1);
    this.#sums = new Float64Array(factors.length);
  }

  get sums(): number[] {
    return [...this.#sums];
  }

  add({ canaryBad, canaryTotal, baselineBad, baselineTotal }: MinuteCounts): void {
    const bad = canaryBad + baselineBad;
    // where one arm is alone, or nothing was bad, there is nothing to compare
    if (bad === 0 || canaryTotal === 0 || baselineTotal === 0) return;
    const share = canaryTotal / (canaryTotal + baselineTotal);
    const expected = Math.log1p(share * (this.#margin - 1));
    for (let factor = 0; factor < this.#sums.length; factor += 1) {
      const gain = canaryBad * (this.#logs[factor] ?? 0);
      const loss = bad * (Math.log1p(share * (this.#excesses[factor] ?? 0)) - expected);
      this.#sums[factor] = (this.#sums[factor] ?? 0) + gain - loss;
    }
  }
}

/** The same against the hypothesis that at most `limit` of the canary's answers are bad. */
export function absoluteLogRatios(minute: MinuteCounts, limit: number): number[] {
  const odds = oddsOf(limit);
  return oddsFactors.map((factor) => ratioOfShares(minute, limit, odds * factor));
}

/** The same against the hypothesis that at least `limit` of the canary's answers are bad: evidence for stepping up. */
export function certificationLogRatios(minute: MinuteCounts, limit: number): number[] {
  const odds = oddsOf(limit);
  return oddsFactors.map((factor) => ratioOfShares(minute, limit, odds / factor));
}

/**
 * Natural logarithm of the E value: of the mean over the factors of exp(sum / dispersion), the sums being those of the
 * minutes' logarithms. No canary without fault ever reaches 1 / alpha, at whatever minute, with a chance above alpha.
 */
export function logEvidence(sums: readonly number[], dispersion = 1): number {
  if (!(dispersion >= 1)) throw new RangeError(`'dispersion' should be at least 1, got ${dispersion}`);
  return logMean(sums.map((sum) => sum / dispersion));
}

/** Logarithm of the mean of numbers that are given by their logarithms; finite where exp is not. */
export function logMean(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / logs.length);
}

function oddsOf(limit: number): number {
  if (!(limit > 0 && limit < 1)) throw new RangeError(`'limit' should be between 0 and 1, got ${limit}`);
  return limit / (1 - limit);
}

/** ln of the likelihood of the canary's minute at these odds of a bad answer, over that at the limit. */
function ratioOfShares({ canaryBad, canaryTotal }: MinuteCounts, limit: number, odds: number): number {
  const share = odds / (1 + odds);
  return canaryBad * Math.log(share / limit) + (canaryTotal - canaryBad) * (Math.log1p(-share) - Math.log1p(-limit));
}
