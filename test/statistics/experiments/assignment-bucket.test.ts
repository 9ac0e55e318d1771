import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASSIGNMENT_BUCKETS, assignmentBucket } from '../../../lib/statistics/experiments/assignment-bucket.ts';

const users = Array.from({ length: 4_000 }, (_, user) => `user-${user}`);

describe('the bucket of a user in an experiment', () => {
  // computed by scikit-learn, so on no machine of ours and by no code of ours (S3-28)
  test.each([
    ['exp-42', 'user-1', 4505],
    ['exp-43', 'user-1', 9779],
    ['exp-42', '', 8530],
  ])('%s of %j is pinned (S3-28)', (experimentId, userId, bucket) => {
    expect(assignmentBucket(experimentId, userId)).toBe(bucket);
  });

  test('is a whole number from 0 to 9999, the same at every call', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (experimentId, userId, salt) => {
        const bucket = assignmentBucket(experimentId, userId, salt);
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < ASSIGNMENT_BUCKETS).toBe(true);
        expect(assignmentBucket(experimentId, userId, salt)).toBe(bucket);
      }),
    );
  });

  test('puts the salt between the experiment and the user', () => {
    expect(assignmentBucket('exp', 'user', 'salt-')).toBe(assignmentBucket('exp', 'salt-user'));
    expect(assignmentBucket('exp', 'user', 'salt-')).not.toBe(assignmentBucket('exp', 'user'));
  });

  test('fills halves of two experiments, and of two salts, independently', () => {
    const lower = (experimentId: string, salt?: string) =>
      users.map((user) => assignmentBucket(experimentId, user, salt) < ASSIGNMENT_BUCKETS / 2);
    const [one, other, salted] = [lower('one'), lower('other'), lower('one', 'pepper')];
    // 4 standard deviations of a share of 1/2 of 4000
    const reach = 4 * Math.sqrt(0.25 / users.length);
    for (const pattern of [one, other, salted]) {
      expect(Math.abs(share(pattern) - 0.5)).toBeLessThan(reach);
    }
    expect(Math.abs(share(one.map((low, user) => low === other[user])) - 0.5)).toBeLessThan(reach);
    expect(Math.abs(share(one.map((low, user) => low === salted[user])) - 0.5)).toBeLessThan(reach);
  });
});

function share(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length / flags.length;
}
