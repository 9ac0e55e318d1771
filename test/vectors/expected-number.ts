import { z } from 'zod';

const NON_FINITE = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY } as const;

/** A number as the files of expected values spell it; null is undefined, and what is absent is not asked for. */
export const expectedNumber = z
  .union([z.number(), z.enum(['nan', 'inf', '-inf']).transform((text) => NON_FINITE[text])])
  .nullish();

export type ExpectedNumber = z.infer<typeof expectedNumber>;

/** Distance as a share of what is expected, or the distance itself from 0; infinite for a value where none is defined. */
export function relativeError(actual: number | null | undefined, expected: ExpectedNumber): number {
  const distance = absoluteError(actual, expected);
  return distance === 0 || !expected || !Number.isFinite(expected) ? distance : distance / Math.abs(expected);
}

export function absoluteError(actual: number | null | undefined, expected: ExpectedNumber): number {
  if (expected === undefined) return 0;
  const [one, other] = [actual ?? Number.NaN, expected ?? Number.NaN];
  if (Object.is(one, other) || one === other) return 0;
  const distance = Math.abs(one - other);
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}
