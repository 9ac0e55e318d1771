import type { Problem } from '../errors.ts';
import { pathText, valueText } from '../problems.ts';

/** What is left of an input when everything malformed is taken out; list entries keep their positions. */
export type Parts<T> = T extends readonly (infer Entry)[]
  ? readonly (Parts<Entry> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Parts<T[Key]> }
    : T;

/** The input without the values at these paths: members are left out, list entries become `undefined`. */
export function withoutPaths(input: unknown, paths: readonly (readonly PropertyKey[])[]): unknown {
  return paths.reduce(withoutPath, input);
}

function withoutPath(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return value.map((entry, index) => (index === key ? withoutPath(entry, rest) : entry));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    name === key ? withoutPath(member, rest) : member,
  ]);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** Tells whether nothing at, above or below any of these paths is malformed. */
export type Intact = (...paths: readonly string[]) => boolean;

export function intactExcept(malformed: readonly (readonly PropertyKey[])[]): Intact {
  const malformedPaths = [...new Set(malformed.map(pathText))];
  return (...paths) => !malformedPaths.some((bad) => paths.some((path) => contains(bad, path) || contains(path, bad)));
}

function contains(outer: string, inner: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

/** A problem with one value that stands in the file. */
export function problemAt(path: readonly PropertyKey[], expected: string, value: unknown): Problem {
  return { path: pathText(path), expected, got: valueText(value) };
}

/** One problem for every entry that stands earlier in the same list; entries that are not there are passed over. */
export function repeatedEntries(
  list: readonly (string | undefined)[] | undefined,
  path: readonly PropertyKey[],
): Problem[] {
  return (list ?? []).flatMap((entry, index, all) => {
    const first = all.indexOf(entry);
    if (entry === undefined || first === index) return [];
    return [problemAt([...path, index], `should occur once, it stands at ${pathText([...path, first])} too`, entry)];
  });
}
