import { bracketedRoot } from '../bracketed-root.ts';
import { normalCdf } from '../distributions/normal.ts';

/** A normal mixture of Howard and others (2021) and the look at which its bound is to be tightest. */
export interface NormalMixture {
  /** Intrinsic time, such as the sum of variances, of the tightest look. */
  readonly tunedTime: number;
  /** Error rate that the tuning is for. @default 0.05 */
  readonly tunedAlpha?: number;
  readonly oneSided: boolean;
}

/** Logarithm of the mixture's supermartingale at a centred sum and an intrinsic time. */
export function normalMixtureLog(mixture: NormalMixture, sum: number, time: number): number {
  const prior = priorTime(mixture);
  const whole = time + prior;
  const twoSided = (Math.log(prior / whole) + sum ** 2 / whole) / 2;
  return mixture.oneSided ? twoSided + Math.LN2 + logNormalCdf(sum / Math.sqrt(whole)) : twoSided;
}

/** The sum that a process without an effect ever exceeds, at whatever time, with a chance of at most alpha. */
export function normalMixtureBound(mixture: NormalMixture, time: number, alpha: number): number {
  const prior = priorTime(mixture);
  const twoSided = Math.sqrt((time + prior) * Math.log((time + prior) / (prior * alpha ** 2)));
  if (!mixture.oneSided) return twoSided;
  // the two-sided bound is the wider one for the same prior
  return bracketedRoot((sum) => normalMixtureLog(mixture, sum, time) + Math.log(alpha), 0, twoSided);
}

/** What the asymptotic confidence sequence of Waudby-Smith and others (2024) is made of. */
export interface AsymptoticSequence {
  readonly alpha: number;
  /** Observations at which the interval is to be tightest. */
  readonly tunedObservations: number;
}

/** Tuning rho = sqrt((-2 ln alpha + ln(1 - 2 ln alpha)) / observations). */
export function asymptoticRho({ alpha, tunedObservations }: AsymptoticSequence): number {
  return Math.sqrt(tuning(alpha) / tunedObservations);
}

/** Half the width of the interval of a mean after n observations of this variance; it holds at every n at once. */
export function asymptoticHalfWidth(sequence: AsymptoticSequence, observations: number, variance: number): number {
  const scaled = observations * asymptoticRho(sequence) ** 2;
  const ofUnitVariance =
    ((2 * (scaled + 1)) / (observations * scaled)) * Math.log(Math.sqrt(scaled + 1) / sequence.alpha);
  return Math.sqrt(variance * ofUnitVariance);
}

function priorTime({ tunedTime, tunedAlpha = 0.05, oneSided }: NormalMixture): number {
  return tunedTime / tuning(oneSided ? 2 * tunedAlpha : tunedAlpha);
}

function tuning(alpha: number): number {
  const twice = -2 * Math.log(alpha);
  return twice + Math.log1p(twice);
}

/** Far in the tail, where the probability itself underflows, by its asymptotic series. */
function logNormalCdf(z: number): number {
  if (z > -30) return Math.log(normalCdf(z));
  const term = 1 / z ** 2;
  return -(z ** 2) / 2 - Math.log(-z * Math.sqrt(2 * Math.PI)) + Math.log1p(-term * (1 - 3 * term * (1 - 5 * term)));
}
