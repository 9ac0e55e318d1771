/** How many of an arm's units, such as users, did what is counted. */
export interface Proportion {
  readonly successes: number;
  readonly total: number;
}

/** Share of successes, 0 to 1; throws a RangeError for none in all, or for more successes than there are units. */
export function rateOf({ successes, total }: Proportion): number {
  if (!(total > 0)) throw new RangeError(`'total' should be above 0, got ${total}`);
  if (!(successes >= 0 && successes <= total)) {
    throw new RangeError(`'successes' should be from 0 to the total of ${total}, got ${successes}`);
  }
  return successes / total;
}
