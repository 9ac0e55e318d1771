import { canonicalJson } from '../../domain/canonical-json.ts';

/** An item, or a key, in DynamoDB's JSON: `{"pk": {"S": "a"}}`. */
export type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function keyOf(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

/** One text for one key. */
export function keyText(key: Item): string {
  return canonicalJson(key);
}

export function isSameItem(one: Item, other: Item): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** Whether the item will come back as it was sent: numbers are stored in their shortest form. */
export function isStoredAsSent(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isStoredAsSent);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([type, inner]) => {
    if (type === 'N' && typeof inner === 'string') return PLAIN_NUMBER.test(inner);
    if (type === 'NS' && Array.isArray(inner)) return inner.every((number) => PLAIN_NUMBER.test(String(number)));
    return isStoredAsSent(inner);
  });
}
