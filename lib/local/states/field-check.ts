import { isObject } from './json.ts';
import { type FieldCheck, type FieldChecks, refusedFields } from './state-fields.ts';

/** Complaints about the definition, each beginning with where it applies. */
export type Problems = string[];

/** Checks that an object has known fields only, each of its kind. */
export function checkFields(
  value: Readonly<Record<string, unknown>>,
  checks: FieldChecks,
  required: readonly string[],
  where: string,
  problems: Problems,
): void {
  for (const [field, content] of Object.entries(value)) {
    const complaint = fieldComplaint(Object.hasOwn(checks, field) ? checks[field] : undefined, field, content);
    if (complaint !== undefined) problems.push(`${where}: the field '${field}' ${complaint}`);
  }
  for (const field of required) {
    if (value[field] === undefined) problems.push(`${where}: the field '${field}' is missing`);
  }
}

function fieldComplaint(check: FieldCheck | undefined, field: string, content: unknown): string | undefined {
  if (check === undefined) return refusedFields[field] ?? 'is not known here';
  const expected = check(content);
  return expected === undefined ? undefined : `${expected}, got ${shortened(content)}`;
}

/** The entries of a list that are objects; complains about the others. */
export function objectEntries(
  list: unknown,
  where: string,
  problems: Problems,
): { readonly entry: Readonly<Record<string, unknown>>; readonly where: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const place = `${where}[${index}]`;
    if (isObject(entry)) return [{ entry, where: place }];
    problems.push(`${place} should be an object, got ${shortened(entry)}`);
    return [];
  });
}

function shortened(value: unknown): string {
  const full = JSON.stringify(value) ?? String(value);
  return full.length > 80 ? `${full.slice(0, 80)}…` : full;
}
