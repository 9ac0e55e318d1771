/** What became of one method in the repetitions of one scenario. */
export interface Summary {
  readonly repetitions: number;
  /** Share of the canaries that it rolled back, or certified, within the day. */
  readonly share: number;
  /** Minute at which half of them were; infinite if fewer were. */
  readonly median: number;
}

export function summaryOf(minutes: readonly number[]): Summary {
  const sorted = minutes.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const [lower = Number.NaN, upper = Number.NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return {
    repetitions: minutes.length,
    share: minutes.filter(Number.isFinite).length / minutes.length,
    median: (lower + upper) / 2,
  };
}

/** Standard deviation of the share that so many repetitions show of something with this chance. */
export function standardError(chance: number, repetitions: number): number {
  return Math.sqrt((chance * (1 - chance)) / repetitions);
}

/**
 * Distance of two shares in standard errors of the first one's repetitions. A share of 0 or 1 counts as half a repetition
 * away from it, or it would have no error at all.
 */
export function standardErrorsApart(share: number, expected: number, repetitions: number): number {
  const chance = (expected * repetitions + 0.5) / (repetitions + 1);
  return Math.abs(share - expected) / standardError(chance, repetitions);
}
