import { Job } from './job';

export const STOP: u32 = 0;
const SPINS: u32 = 3000;
const PATIENCE_NANOSECONDS: i64 = 120_000_000_000;

/** Number of this shard; the first thread, which leads, is shard 0. */
export function joinShards(job: Job): u32 {
  return atomic.add<i32>(changetype<usize>(job), 1, offsetof<Job>('joined')) + 1;
}

/** Waits until another operation than that of `seen` is to be done, and returns its number. */
export function awaitOperation(job: Job, seen: i32): i32 {
  return awaitChange(changetype<usize>(job) + offsetof<Job>('sequence'), seen, -1);
}

export function reportDone(job: Job): void {
  const done = changetype<usize>(job) + offsetof<Job>('done');
  atomic.add<i32>(done, 1);
  atomic.notify(done, 1);
}

export function startOperation(job: Job, operation: u32): void {
  const sequence = changetype<usize>(job) + offsetof<Job>('sequence');
  job.operation = operation;
  atomic.store<i32>(changetype<usize>(job), 0, offsetof<Job>('done'));
  atomic.add<i32>(sequence, 1);
  atomic.notify(sequence, -1);
}

/** Whether all other shards are done; false if one of them has been silent for two minutes. */
export function awaitShards(job: Job): bool {
  const address = changetype<usize>(job) + offsetof<Job>('done');
  const expected = <i32>job.shards - 1;
  let done = atomic.load<i32>(address);
  while (done < expected) {
    const next = awaitChange(address, done, PATIENCE_NANOSECONDS);
    if (next == done) return false;
    done = next;
  }
  return true;
}

function awaitChange(address: usize, known: i32, patience: i64): i32 {
  for (let spin: u32 = 0; spin < SPINS; spin += 1) {
    const value = atomic.load<i32>(address);
    if (value != known) return value;
  }
  atomic.wait<i32>(address, known, patience);
  return atomic.load<i32>(address);
}
