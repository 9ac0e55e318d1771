export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A value together with its JSON text, which is what limits count and histories show. */
export interface JsonDocument {
  readonly value: Json;
  readonly text: string;
}

export function toDocument(value: Json): JsonDocument {
  return { value, text: JSON.stringify(value) };
}

/** Throws a `SyntaxError` when the text is not JSON. */
export function parseDocument(text: string): JsonDocument {
  return { value: JSON.parse(text) as Json, text };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * A deep copy that holds nothing but JSON: JSONata's arrays carry extra properties, and what an integration answered
 * may be shared. Members that are undefined are left out. Throws a `TypeError` for what JSON cannot carry.
 */
export function plainJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (Array.isArray(value)) return Array.from(value, plainJson);
  if (isObject(value) && !isFunctionObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plainJson(member)]));
  }
  throw new TypeError(`${jsonType(value)} is not a JSON value`);
}

/** Name of a value's type in error messages. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return isObject(value) && isFunctionObject(value) ? 'function' : typeof value;
}

/** JSONata's functions are objects with a mark. */
function isFunctionObject(value: Readonly<Record<string, unknown>>): boolean {
  return value._jsonata_lambda === true || value._jsonata_function === true;
}
