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

/**
 * What the logarithms of the evidence for a rollback are divided by: 1 + 2 w (1 - w) m cv^2. Approximate. It must not fall
 * while a canary lasts, so of a ramp it is the largest until now.
 */
export function rollbackDispersion({ share, badPerMinute }: CanaryTraffic, variation: number): number {
  return 1 + 2 * share * (1 - share) * badPerMinute * variation;
}

/** The same for stepping up: 1 + m cv^2 with m the bad answers a minute of a canary that is at the limit. */
export function certificationDispersion(canaryPerMinute: number, limit: number, variation: number): number {
  return 1 + canaryPerMinute * limit * variation;
}
