import { AwsError } from '../aws-error.ts';
import { type FunctionReference, functionReference } from './function-reference.ts';

export type Input = Readonly<Record<string, unknown>>;

/** Refuses members that this operation does not play, so that none is silently without effect. */
export function refuseUnknown(operation: string, input: Input, known: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => input[name] !== undefined && !known.includes(name));
  if (unknown !== undefined) throw new Error(`${operation}: the local Lambda does not know '${unknown}'`);
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw new AwsError('ValidationException', `'${name}' is required`);
  return value;
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(`'${name}' should be a text, got ${JSON.stringify(value)}`);
}

/** An object inside of an input; undefined when it is not given. */
export function part(input: Input, name: string): Input | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Input;
  throw invalid(`'${name}' should be an object, got ${JSON.stringify(value)}`);
}

export function reference(input: Input): FunctionReference {
  return functionReference(text(input, 'FunctionName'), optionalText(input, 'Qualifier') ?? null);
}

/** One page of a list, by `Marker` and `MaxItems`. */
export function page<Item>(input: Input, items: readonly Item[]): { items: Item[]; marker: { NextMarker?: string } } {
  const start = Number(input.Marker ?? 0);
  const end = start + Number(input.MaxItems ?? 50);
  return { items: items.slice(start, end), marker: end < items.length ? { NextMarker: String(end) } : {} };
}

/** Refuses a write under a revision id that is not the current one. */
export function refuseStale(input: Input, current: string): void {
  const expected = optionalText(input, 'RevisionId');
  if (expected === undefined || expected === '' || expected === current) return;
  const message =
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId';
  throw new AwsError('PreconditionFailedException', message, 412);
}
