/** A model file that does not hold what its format says; the message tells where, what was expected and what was got. */
export class ModelFileBroken extends Error {
  override readonly name = 'ModelFileBroken';

  constructor(where: string, expected: string, got: unknown, options?: ErrorOptions) {
    super(`'${where}' should be ${expected}, got ${described(got)}`, options);
  }
}

/** A sound model file of a kind that is not served; the message tells what to do instead. */
export class ModelKindUnsupported extends Error {
  override readonly name = 'ModelKindUnsupported';
}

export type JsonObject = Readonly<Record<string, unknown>>;

const LONGEST_SHOWN = 60;

/** Place of a member, for messages. */
export function memberPath(where: string, name: string): string {
  return where === '' ? name : `${where}.${name}`;
}

export function asObject(value: unknown, where: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new ModelFileBroken(where, 'an object', value);
}

export function objectMember(parent: JsonObject, name: string, where: string): JsonObject {
  return asObject(parent[name], memberPath(where, name));
}

export function arrayMember(parent: JsonObject, name: string, where: string): readonly unknown[] {
  const value = parent[name];
  if (Array.isArray(value)) return value;
  throw new ModelFileBroken(memberPath(where, name), 'an array', value);
}

export function textMember(parent: JsonObject, name: string, where: string): string {
  const value = parent[name];
  if (typeof value === 'string') return value;
  throw new ModelFileBroken(memberPath(where, name), 'a text', value);
}

/** A whole number from 0 to `most`, which XGBoost writes as text; `otherwise` where the member is not there. */
export function countMember(
  parent: JsonObject,
  name: string,
  where: string,
  { most, otherwise }: { readonly most: number; readonly otherwise?: number },
): number {
  const value = parent[name] ?? otherwise;
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isInteger(count) && Number(count) >= 0 && Number(count) <= most) return Number(count);
  throw new ModelFileBroken(memberPath(where, name), `a whole number from 0 to ${most}, for example "3"`, value);
}

function described(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return value === undefined ? 'nothing' : String(value);
  return JSON.stringify(value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}...` : value);
}
