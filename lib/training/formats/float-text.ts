// float32 has 6 digits that always survive, and 9 that always tell one float32 from another
const FEWEST_DIGITS = 6;
const MOST_DIGITS = 9;

// from here on an exponent is shorter than zeros behind the point
const LONGEST_ZEROS = 1;

/** The powers of ten that float64 has exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * A text of the fewest digits, from 6 on, that reads back to the same float32. It always has a point or an exponent,
 * because XGBoost takes a bare integer for another type and refuses it. Throws for what is not finite.
 */
export function floatText(value: number): string {
  if (value === 0) return zeroText(value);
  if (!hasUsualSize(value)) return unusualText(value, MOST_DIGITS);
  // at least 3, since the value is below a million
  const decimals = decimalsOf(value, MOST_DIGITS);
  for (let spare = MOST_DIGITS - FEWEST_DIGITS; spare > 0; spare -= 1) {
    const scale = powers[decimals - spare] as number;
    const digits = Math.round(value * scale);
    if (Math.fround(digits / scale) === value) return decimalText(digits, decimals - spare);
  }
  return decimalText(Math.round(value * (powers[decimals] as number)), decimals);
}

/** The value to 6 digits, for what is told of a model but not computed with. */
export function roundedFloatText(value: number): string {
  if (value === 0) return zeroText(value);
  if (!hasUsualSize(value)) return unusualText(value, FEWEST_DIGITS);
  const decimals = decimalsOf(value, FEWEST_DIGITS);
  return decimalText(Math.round(value * (powers[decimals] as number)), decimals);
}

/** Sizes that models are full of; their texts are made from integers, several times faster than from floats. */
function hasUsualSize(value: number): boolean {
  const size = Math.abs(value);
  return size >= 1e-9 && size < 1e6;
}

/** How many digits behind the point give this many in all. */
function decimalsOf(value: number, digits: number): number {
  const size = Math.abs(value);
  let decimals = digits;
  while (decimals > 0 && size * (powers[decimals] as number) >= (powers[digits] as number)) decimals -= 1;
  while (size * (powers[decimals] as number) < (powers[digits - 1] as number)) decimals += 1;
  return decimals;
}

function decimalText(digits: number, decimals: number): string {
  let size = Math.abs(digits);
  let behindPoint = decimals;
  while (behindPoint > 0 && size % 10 === 0) {
    size /= 10;
    behindPoint -= 1;
  }
  const text = String(size);
  const sign = digits < 0 ? '-' : '';
  if (behindPoint === 0) return `${sign}${text}E0`;
  if (text.length > behindPoint) return `${sign}${text.slice(0, -behindPoint)}.${text.slice(-behindPoint)}`;
  if (text.length + LONGEST_ZEROS < behindPoint) return `${sign}${text}E-${behindPoint}`;
  return `${sign}0.${text.padStart(behindPoint, '0')}`;
}

function zeroText(zero: number): string {
  return Object.is(zero, -0) ? '-0E0' : '0E0';
}

function unusualText(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a model file holds finite numbers only, got ${value}`);
  const shorter = Number(value.toPrecision(FEWEST_DIGITS));
  const text = String(Math.fround(shorter) === value ? shorter : Number(value.toPrecision(digits)));
  return /[.e]/.test(text) ? text : `${text}E0`;
}
