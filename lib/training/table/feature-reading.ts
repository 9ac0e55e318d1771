/** Values of one row by feature name; a feature that is not there is missing. */
export type TrainingFeatures = Readonly<Record<string, string | number | boolean | null>>;

// sums of squares of a million such numbers are still finite
const LARGEST_NUMBER = 1e100;

/**
 * Reads a number; NaN for what counts as missing: nothing, a blank text, one of the missing texts, whatever does not
 * read as a number, and numbers beyond 1e100, infinities among them.
 */
export function numberReader(missing: readonly string[]): (value: unknown) => number {
  const texts = new Set(missing);
  // a marker such as "-1" means the number too, whichever way a client writes it
  const numbers = new Set(missing.filter((text) => text.trim() !== '').map(Number));
  // asking an empty set takes as long as all else together
  const isMarker = numbers.size === 0 ? () => false : (read: number) => numbers.has(read);
  return (value) => {
    const read = typeof value === 'number' ? value : numberIn(value, texts);
    return Math.abs(read) <= LARGEST_NUMBER && !isMarker(read) ? read : Number.NaN;
  };
}

// the largest but one: trees send what is present away from what is missing by being less than the largest
const LARGEST_FLOAT32 = 3.4028232635611926e38;

/** The same in float32, in which tables keep numbers. */
export function float32Reader(missing: readonly string[]): (value: unknown) => number {
  const read = numberReader(missing);
  return (value) => nearestFloat32(read(value));
}

/** The nearest float32 that is finite and not the largest, which is what trees compare with; NaN stays. */
export function nearestFloat32(value: number): number {
  return Math.min(LARGEST_FLOAT32, Math.max(-LARGEST_FLOAT32, Math.fround(value)));
}

function numberIn(value: unknown, missing: ReadonlySet<string>): number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || missing.has(value) || value.trim() === '') return Number.NaN;
  return Number(value);
}

/** Reads a name; null for what counts as missing: nothing, a blank text, one of the missing texts, and no number. */
export function levelReader(missing: readonly string[]): (value: unknown) => string | null {
  const texts = new Set(missing);
  return (value) => {
    const text = levelText(value);
    return text === null || text.trim() === '' || texts.has(text) ? null : text;
  };
}

function levelText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return typeof value === 'boolean' ? String(value) : null;
}
