interface Bracket {
  readonly low: number;
  readonly high: number;
  readonly atLow: number;
  readonly atHigh: number;
}

/**
 * Where a continuous function is 0 between two arguments at which its signs differ, to 1e-14 of the larger argument: the
 * ITP method, never slower than bisection by more than one step (Oliveira and Takahashi 2021). Throws a RangeError where
 * the signs are equal.
 */
export function bracketedRoot(valueAt: (argument: number) => number, low: number, high: number): number {
  let bracket: Bracket = { low, high, atLow: valueAt(low), atHigh: valueAt(high) };
  if (!(bracket.atLow * bracket.atHigh <= 0)) {
    throw new RangeError(
      `'valueAt' should change its sign from ${low} to ${high}, got ${bracket.atLow} and ${bracket.atHigh}`,
    );
  }
  if (bracket.atLow === 0 || bracket.atHigh === 0) return bracket.atLow === 0 ? low : high;
  const closest = 1e-14 * Math.max(Math.abs(low), Math.abs(high));
  const firstWidth = high - low;
  // half the width that is allowed: it halves with every step, and starts one step wider than bisection's
  let allowed = closest * 2 ** (Math.max(Math.ceil(Math.log2(firstWidth / (2 * closest))), 0) + 1);
  while (bracket.high - bracket.low > 2 * closest) {
    const argument = nextArgument(bracket, firstWidth, allowed);
    bracket = narrowed(bracket, argument, valueAt(argument));
    allowed /= 2;
  }
  return (bracket.low + bracket.high) / 2;
}

function nextArgument({ low, high, atLow, atHigh }: Bracket, firstWidth: number, allowed: number): number {
  const middle = (low + high) / 2;
  const width = high - low;
  const straight = (atHigh * low - atLow * high) / (atHigh - atLow);
  const towardsMiddle = Math.sign(middle - straight);
  const shift = (0.2 / firstWidth) * width ** 2;
  const shifted = shift <= Math.abs(middle - straight) ? straight + towardsMiddle * shift : middle;
  const reach = allowed - width / 2;
  return Math.abs(shifted - middle) <= reach ? shifted : middle - towardsMiddle * reach;
}

function narrowed(bracket: Bracket, argument: number, value: number): Bracket {
  if (value === 0) return { low: argument, high: argument, atLow: 0, atHigh: 0 };
  return Math.sign(value) === Math.sign(bracket.atHigh)
    ? { ...bracket, high: argument, atHigh: value }
    : { ...bracket, low: argument, atLow: value };
}
