import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ASSIGNMENT_BUCKETS, assignmentBucket } from '../../../lib/statistics/experiments/assignment-bucket.ts';
import { fnv1a, growthBookShare1, growthBookShare2 } from '../../../lib/statistics/experiments/fnv1a.ts';
import { murmur3 } from '../../../lib/statistics/murmur3.ts';
import { absoluteError, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const schema = z.object({
  vectors: z
    .array(
      z.object({
        seed: z.string(),
        value: z.string(),
        fnv1a32: expectedNumber,
        growthbook_v1: expectedNumber,
        growthbook_v2: expectedNumber,
        murmur3_x86_32_seed0: expectedNumber,
        bucket10000: expectedNumber,
        sha256_first52bits_unit: expectedNumber,
      }),
    )
    .default([]),
  distribution_check: z
    .object({
      n: z.number(),
      below5000: expectedNumber,
      below1000: expectedNumber,
      uniform_chi2_100bins: expectedNumber,
      independence_exp42_exp43_chi2: expectedNumber,
    })
    .optional(),
});

/** Hashes have to be exact; the statistics of many buckets are sums of rounded terms. */
export function checkHashAssignment(vectors: Vectors): VectorCase[] {
  const { vectors: hashes, distribution_check: distribution } = schema.parse(vectors);
  const exact = hashes.map(({ seed, value, ...expected }) => ({
    name: `hashes of ${JSON.stringify([seed, value])}`,
    worstError: Math.max(
      absoluteError(fnv1a(value), expected.fnv1a32),
      absoluteError(growthBookShare1(seed, value), expected.growthbook_v1),
      absoluteError(growthBookShare2(seed, value), expected.growthbook_v2),
      absoluteError(murmur3(`${seed}:${value}`), expected.murmur3_x86_32_seed0),
      absoluteError(assignmentBucket(seed, value), expected.bucket10000),
      absoluteError(sha256Share(`${seed}:${value}`), expected.sha256_first52bits_unit),
    ),
    tolerance: 0,
  }));
  return distribution === undefined ? exact : [...exact, distributionCase(distribution)];
}

/** No part of Ratchet; it shows that the file's keys are spelt as we read them. */
function sha256Share(key: string): number {
  return Number.parseInt(createHash('sha256').update(key).digest('hex').slice(0, 13), 16) / 2 ** 52;
}

function distributionCase({ n, ...expected }: NonNullable<z.infer<typeof schema>['distribution_check']>): VectorCase {
  const bucketsOf = (experimentId: string) =>
    Array.from({ length: n }, (_, user) => assignmentBucket(experimentId, `user-${user}`));
  const [buckets, others] = [bucketsOf('exp-42'), bucketsOf('exp-43')];
  const below = (limit: number) => buckets.filter((bucket) => bucket < limit).length;
  return {
    name: `buckets of ${n} users`,
    worstError: Math.max(
      absoluteError(below(5_000), expected.below5000),
      absoluteError(below(1_000), expected.below1000),
      relativeError(uniformity(buckets, 100), expected.uniform_chi2_100bins),
      relativeError(independence(buckets, others), expected.independence_exp42_exp43_chi2),
    ),
    tolerance: 1e-9,
  };
}

function uniformity(buckets: readonly number[], bins: number): number {
  const counts = new Float64Array(bins);
  for (const bucket of buckets) {
    const bin = Math.floor((bucket * bins) / ASSIGNMENT_BUCKETS);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.reduce((sum, count) => sum + (count - buckets.length / bins) ** 2 / (buckets.length / bins), 0);
}

/** Chi-square, without a correction, of being in the lower half of one experiment and of the other. */
function independence(one: readonly number[], other: readonly number[]): number {
  const half = ASSIGNMENT_BUCKETS / 2;
  const lowInOne = one.filter((bucket) => bucket < half).length / one.length;
  const lowInOther = other.filter((bucket) => bucket < half).length / one.length;
  return [true, false]
    .flatMap((low) => [true, false].map((otherLow) => ({ low, otherLow })))
    .reduce((sum, { low, otherLow }) => {
      const count = one.filter(
        (bucket, user) => bucket < half === low && (other[user] ?? 0) < half === otherLow,
      ).length;
      const expected = one.length * (low ? lowInOne : 1 - lowInOne) * (otherLow ? lowInOther : 1 - lowInOther);
      return sum + (count - expected) ** 2 / expected;
    }, 0);
}
