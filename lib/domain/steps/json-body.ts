import type { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { InvalidInput, type Problem } from '../errors.ts';
import { problemsOf, valueText } from '../problems.ts';

const MOST_PROBLEMS = 100;

/** Half of a character that takes two: JSON may escape it, but it is no text. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** A request's JSON body. Throws `InvalidInput` with its wrong fields, the first hundred of them. */
export function parseJsonBody<Schema extends z.ZodType>(what: string, schema: Schema, text: string): z.output<Schema> {
  const input = parsedText(what, text);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(what, firstProblems(parsed.error, input));
}

function parsedText(what: string, text: string): unknown {
  try {
    const input: unknown = JSON.parse(text);
    if (!text.isWellFormed() || SURROGATE_ESCAPE.test(text)) canonicalJson(input);
    return input;
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidInput(what, [wrong('should be JSON', shortened(text))]);
    if (error instanceof TypeError) {
      throw new InvalidInput(what, [wrong('should be well-formed Unicode', 'half of a character')]);
    }
    throw new InvalidInput(what, [tooDeep]);
  }
}

/** What zod found wrong: the first hundred fields by name, and how many more there are. */
export function firstProblems(error: z.ZodError, input: unknown): Problem[] {
  const problems = problemsWithin(error, input);
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), wrong('should be right in every field', `${more} more that are wrong`)];
}

function problemsWithin(error: z.ZodError, input: unknown): Problem[] {
  try {
    return problemsOf(error, input);
  } catch (cause) {
    // to show a value that is nested a hundred thousand times is more than the stack can hold
    if (cause instanceof RangeError) return [tooDeep];
    throw cause;
  }
}

function shortened(text: string): string {
  return text === '' ? 'nothing' : valueText(text.toWellFormed());
}

function wrong(expected: string, got: string): Problem {
  return { path: '', expected, got };
}

const tooDeep = wrong('should be nested less deeply', 'too many levels');
