const MOST_TERMS = 1_000_000;
/** What stands for 0, by which nothing can be divided. */
const TINY = 1e-300;

/**
 * b(0) + a(1) / (b(1) + a(2) / (b(2) + ...)), by the method of Lentz as Thompson and Barnett (1986) changed it: forward,
 * until a term changes nothing.
 */
export function continuedFraction(a: (index: number) => number, b: (index: number) => number): number {
  let value = nonZero(b(0));
  let [forward, backward] = [value, 0];
  for (let index = 1; index < MOST_TERMS; index += 1) {
    const [numerator, denominator] = [a(index), b(index)];
    backward = 1 / nonZero(denominator + numerator * backward);
    forward = nonZero(denominator + numerator / forward);
    const change = forward * backward;
    value *= change;
    if (Math.abs(change - 1) <= Number.EPSILON) break;
  }
  return value;
}

function nonZero(value: number): number {
  return value === 0 ? TINY : value;
}
