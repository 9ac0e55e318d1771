/** A value that JSON can carry without loss. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * One text for one value: RFC 8785 (JSON Canonicalization Scheme), so that a hash of it can be computed anywhere.
 * Object members whose value is `undefined` are left out, as JSON does; everything else that JSON cannot carry
 * (NaN, infinities, functions, symbols, bigints, class instances, holes, lone surrogates) throws a `TypeError`
 * that names its path.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value, []);
}

/** Where a value stands is kept as parts, because it is hardly ever told. */
type Path = (string | number)[];

function textOf(value: unknown, path: Path): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return textOfString(value, path);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item, index) => textWithin(path, index, item)).join(',')}]`;
  if (isPlainObject(value)) return textOfObject(value, path);
  throw new TypeError(`'${pathText(path)}' should be a JSON value, got ${describe(value)}`);
}

function textOfObject(value: Readonly<Record<string, unknown>>, path: Path): string {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort() // by UTF-16 code units, which is what RFC 8785 section 3.2.3 asks
    .map((key) => `${textOfString(key, path)}:${textWithin(path, key, value[key])}`);
  return `{${members.join(',')}}`;
}

function textWithin(path: Path, part: string | number, value: unknown): string {
  path.push(part);
  const text = textOf(value, path);
  path.pop();
  return text;
}

function textOfString(text: string, path: Path): string {
  if (!text.isWellFormed())
    throw new TypeError(`'${pathText(path)}' should be well-formed Unicode, got a lone surrogate`);
  return JSON.stringify(text);
}

/** Such as `$.rows[3].label`. */
function pathText(path: Path): string {
  return `$${path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor?.name ?? 'no class'}`;
  return typeof value === 'number' ? String(value) : typeof value;
}
