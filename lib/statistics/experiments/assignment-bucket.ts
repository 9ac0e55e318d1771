import { murmur3 } from '../murmur3.ts';

/** Buckets that an experiment's arms share out among themselves. */
export const ASSIGNMENT_BUCKETS = 10_000;

/**
 * The bucket, 0 to 9999, that a user falls into in one experiment: the same on every machine. An experiment's own salt
 * keeps its buckets independent of every other's, and from being guessed.
 */
export function assignmentBucket(experimentId: string, userId: string, salt = ''): number {
  return murmur3(`${experimentId}:${salt}${userId}`) % ASSIGNMENT_BUCKETS;
}
