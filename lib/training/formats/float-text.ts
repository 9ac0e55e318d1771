// float32 has 6 digits that always survive, and 9 that always tell one float32 from another
const FEWEST_DIGITS = 6;
const MOST_DIGITS = 9;

/**
 * The shortest text, from 6 digits on, that reads back to the same float32. It always has an exponent or a point,
 * because XGBoost takes a bare integer for another type and refuses it. Throws for what is not finite.
 */
export function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return marked(shorter);
  }
  return marked(Number(value.toPrecision(MOST_DIGITS)));
}

/** The value to 6 digits, for what is told of a model but not computed with. */
export function roundedFloatText(value: number): string {
  return value === 0 ? '0E0' : marked(Number(value.toPrecision(FEWEST_DIGITS)));
}

function marked(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a model file holds finite numbers only, got ${value}`);
  const text = String(value);
  return text.includes('.') || text.includes('e') ? text : `${text}E0`;
}
