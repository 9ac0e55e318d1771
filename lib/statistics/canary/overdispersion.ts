/** Bad answers among all answers of one minute. */
export interface AnsweredMinute {
  readonly bad: number;
  readonly total: number;
}

/**
 * Squared coefficient of variation of the rate of bad answers from minute to minute, beyond what independent answers have:
 * max(0, sum((k - mu)^2 - mu) / sum(mu^2)) with mu = n p and p the share over all minutes. 0 where nothing was bad.
 */
export function squaredVariation(minutes: readonly AnsweredMinute[]): number {
  const total = minutes.reduce((sum, minute) => sum + minute.total, 0);
  const bad = minutes.reduce((sum, minute) => sum + minute.bad, 0);
  if (bad === 0) return 0;
  let excess = 0;
  let scale = 0;
  for (const minute of minutes) {
    const expected = (minute.total * bad) / total;
    excess += (minute.bad - expected) ** 2 - expected;
    scale += expected ** 2;
  }
  return Math.max(0, excess / scale);
}

export interface CanaryTraffic {
  /** Canary's share of all answers, 0 to 1. */
  readonly share: number;
  /** Expected bad answers of both arms together. */
  readonly badPerMinute: number;
}

/** What the logarithms of the evidence for a rollback are divided by: 1 + 2 w (1 - w) m cv^2. Approximate. */
export function rollbackDispersion({ share, badPerMinute }: CanaryTraffic, variation: number): number {
  return 1 + 2 * share * (1 - share) * badPerMinute * variation;
}

/** The same for stepping up: 1 + m cv^2 with m the bad answers a minute of a canary that is at the limit. */
export function certificationDispersion(canaryPerMinute: number, limit: number, variation: number): number {
  return 1 + canaryPerMinute * limit * variation;
}

/** How much traffic is looked at to say how much there is: three thousand answers of the canary, and an hour at most. */
const ENOUGH_ANSWERS = 3000;
const MOST_MINUTES = 60;

export interface DispersionTerms {
  /** Share of bad answers before there was a canary, 0 to 1. */
  readonly badShare: number;
  /** Squared variation of that share from minute to minute. */
  readonly variation: number;
  /** Share of bad answers that a canary is certified to be below. */
  readonly limit: number;
}

/**
 * Both dispersions at the end of every minute, from the answers that each arm had in it. They follow the newest minutes,
 * since a canary that has just got more traffic has it soon. What has been taken from the evidence is not given back when
 * the traffic falls, so each is the largest until then; but for what fewer answers than that have shown, which is chance.
 */
export function dispersionPaths(
  canaryTotals: ArrayLike<number>,
  baselineTotals: ArrayLike<number>,
  { badShare, variation, limit }: DispersionTerms,
): { readonly rollBack: Float64Array; readonly stepUp: Float64Array } {
  const paths = {
    rollBack: new Float64Array(canaryTotals.length).fill(1),
    stepUp: new Float64Array(canaryTotals.length).fill(1),
  };
  if (variation === 0) return paths;
  const newest = newestTraffic(canaryTotals, baselineTotals);
  let [rollBack, stepUp] = [1, 1];
  for (let minute = 0; minute < canaryTotals.length; minute += 1) {
    const { canary, all, isEnough } = newest(minute);
    const traffic = { share: all === 0 ? 0 : canary / all, badPerMinute: badShare * all };
    paths.rollBack[minute] = Math.max(rollBack, rollbackDispersion(traffic, variation));
    paths.stepUp[minute] = Math.max(stepUp, certificationDispersion(canary, limit, variation));
    if (isEnough) [rollBack, stepUp] = [paths.rollBack[minute] ?? 1, paths.stepUp[minute] ?? 1];
  }
  return paths;
}

/** Answers a minute at the end of each minute; to be asked for one after another. */
function newestTraffic(canaryTotals: ArrayLike<number>, baselineTotals: ArrayLike<number>) {
  const canaryIn = (minute: number) => canaryTotals[minute] ?? 0;
  const allIn = (minute: number) => canaryIn(minute) + (baselineTotals[minute] ?? 0);
  let [canary, all, first] = [0, 0, 0];
  return (minute: number) => {
    canary += canaryIn(minute);
    all += allIn(minute);
    while (canary - canaryIn(first) >= ENOUGH_ANSWERS || minute - first >= MOST_MINUTES) {
      canary -= canaryIn(first);
      all -= allIn(first);
      first += 1;
    }
    const minutes = minute - first + 1;
    const isEnough = canary >= ENOUGH_ANSWERS || minutes === MOST_MINUTES;
    return { canary: canary / minutes, all: all / minutes, isEnough };
  };
}
