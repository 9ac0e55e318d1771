import type { FeatureValue } from '../artifacts/feature-value.ts';

// what training takes for a number ends there too
const LARGEST_NUMBER = 1e100;

/**
 * Whether a value of a numeric feature counts as missing: nothing, a blank text, one of the missing texts, whatever does
 * not read as a number, and numbers beyond 1e100. Training reads numbers in the same way.
 */
export function missingNumber(missing: readonly string[]): (value: FeatureValue | undefined) => boolean {
  const texts = new Set(missing);
  // a marker such as "-1" means the number too, whichever way a client writes it
  const numbers = new Set(missing.filter((text) => text.trim() !== '').map(Number));
  return (value) => {
    if (value === undefined || value === null) return true;
    if (typeof value === 'string' && (value.trim() === '' || texts.has(value))) return true;
    const read = Number(value);
    return !(Math.abs(read) <= LARGEST_NUMBER) || numbers.has(read);
  };
}

/** The level that a value of a categorical feature is; null for what counts as missing. Training reads levels alike. */
export function levelOf(missing: readonly string[]): (value: FeatureValue | undefined) => string | null {
  const texts = new Set(missing);
  return (value) => {
    if (value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))) return null;
    const text = String(value);
    return text.trim() === '' || texts.has(text) ? null : text;
  };
}

/** Whether a value of a categorical feature counts as missing. */
export function missingLevel(missing: readonly string[]): (value: FeatureValue | undefined) => boolean {
  const read = levelOf(missing);
  return (value) => read(value) === null;
}
