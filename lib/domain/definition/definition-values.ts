import { z } from 'zod';

/**
 * The header of one column of the data, as it stands in the CSV or the outcome. `__proto__` is none: as the name of a
 * member it would be the object's prototype.
 */
export const columnName = text(
  'a column name of at most 128 characters without commas, quotes or line ends, such as "age"',
  /^[^\s,"](?:[^,"\r\n\t]{0,126}[^\s,"])?$/,
).refine((name) => name !== '__proto__', 'should be a column name other than __proto__, such as "age"');

export const columnList = z
  .array(columnName, 'should be a list of column names, such as ["age"]')
  .max(1_000, 'should be a list of at most 1000 column names');

/** Text of one form; every violation reads alike: what it should be, with an example. */
export function text(what: string, pattern: RegExp) {
  return z.string(`should be ${what}`).regex(pattern, `should be ${what}`);
}

export function choice<const Option extends string>(options: readonly Option[]) {
  return z.enum(options, `should be ${options.map((option) => `"${option}"`).join(' or ')}`);
}

export function flag() {
  return z.boolean('should be true or false');
}

export function wholeNumber(minimum: number, maximum: number, example: number) {
  const expected = `should be a whole number from ${minimum} to ${maximum}, such as ${example}`;
  return z.int(expected).min(minimum, expected).max(maximum, expected);
}

export function decimal(minimum: number, maximum: number, example: number) {
  const expected = `should be a number from ${minimum} to ${maximum}, such as ${example}`;
  return z.number(expected).min(minimum, expected).max(maximum, expected);
}

/** A number above zero; `maximum` is still allowed. */
export function positive(maximum: number, example: number) {
  const expected = `should be a number above 0 and at most ${maximum}, such as ${example}`;
  return z.number(expected).gt(0, expected).max(maximum, expected);
}

/** A setting that `false` turns off. */
export function switchable<Schema extends z.ZodType>(schema: Schema, example: string) {
  return z.union([z.literal(false), schema], `should be ${example}, or false to turn it off`);
}
