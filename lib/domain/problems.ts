import type { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import type { Problem } from './errors.ts';

const LONGEST_VALUE = 80;

/** What zod found wrong with `input`, one problem per wrong field, each with the value that stands there. */
export function problemsOf(error: z.ZodError, input: unknown): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, input));
}

function issueProblems(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { path: pathText(path), expected: 'should not be there: no such field', got: valueAt(input, path) };
    });
  }
  return [{ path: pathText(issue.path), expected: expectation(issue), got: valueAt(input, issue.path) }];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('should ')) return issue.message;
  if (issue.code === 'invalid_type') return `should be a ${issue.expected}`;
  if (issue.code === 'invalid_value')
    return `should be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (issue.code === 'too_small')
    return `should be ${issue.inclusive ? 'at least' : 'above'} ${limit(issue, issue.minimum)}`;
  if (issue.code === 'too_big')
    return `should be ${issue.inclusive ? 'at most' : 'below'} ${limit(issue, issue.maximum)}`;
  return `should be valid: ${issue.message}`;
}

function limit(issue: { origin: string }, bound: number | bigint): string {
  if (issue.origin === 'string') return `${bound} characters long`;
  if (issue.origin === 'array' || issue.origin === 'object' || issue.origin === 'record') return `${bound} entries`;
  return String(bound);
}

/** A path as people write it: `canary.steps[1].weight`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((inner, part) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Reflect.get(inner, part);
  }, input);
  return valueText(value);
}

/** A value as a message shows it: short JSON, or `nothing`. */
export function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : canonicalJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
