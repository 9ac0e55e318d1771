import type { Bounds } from './exploration.ts';
import { crowds, duets, solos, stories } from './plays.ts';
import type { Job } from './proof-jobs.ts';
import { removals } from './removals.ts';

/** How much to look at. */
export interface ProofSize {
  /** Most faults of one schedule of one actor, where the play affords as many. */
  readonly faults: number;
  /** Most switches between two actors, without faults, where the play affords as many. */
  readonly switches: number;
  /** Whether two actors are looked at with single faults as well. */
  readonly faultyDuets: boolean;
  /** Random schedules of each crowd. */
  readonly walks: number;
  /** Of the first faults of one actor, every so-manieth is followed by others. @default 1 */
  readonly every?: number;
}

/** What `npm run prove` looks at. */
export const wholeProof: ProofSize = { faults: 4, switches: 2, faultyDuets: true, walks: 240 };

/** What `npm run test:long` looks at: as much as a minute of two cores allows. */
export const longProof: ProofSize = { faults: 2, switches: 1, faultyDuets: false, walks: 80, every: 4 };

/** A part that takes seconds. */
export const quickProof: ProofSize = { faults: 1, switches: 1, faultyDuets: false, walks: 16 };

/** Into how many parts the work on one actor is cut. A state that two parts come to is looked at in both. */
const PARTS = 2;

/** The jobs of a proof, those that take longest first. */
export function proofJobs({ faults, switches, faultyDuets, walks, every = 1 }: ProofSize): Job[] {
  const numbers = Array.from({ length: PARTS }, (_, number) => number);
  const explored = (play: string, bounds: Bounds): Job => ({ kind: 'explore', play, bounds });
  const sliced = (play: string, bounds: Bounds) =>
    numbers.map((number) => explored(play, { ...bounds, slice: { number, of: PARTS * every } }));
  const alone = { faults: true, switches: false };
  const both = { deviations: 1, faults: true, switches: true };
  return [
    ...(every > 1 ? solos.map(({ name }) => explored(name, { ...alone, deviations: 1 })) : []),
    ...solos.flatMap(({ name, depth }) => sliced(name, { ...alone, deviations: Math.min(depth, faults) })),
    ...duets.map(({ name, depth }) =>
      explored(name, { faults: false, switches: true, deviations: Math.min(depth, switches) }),
    ),
    ...(faultyDuets ? duets.map(({ name }) => explored(name, both)) : []),
    ...stories.map(({ name }) => explored(name, { ...alone, deviations: 1 })),
    ...crowds.flatMap(({ name }) =>
      numbers.map((seed): Job => ({ kind: 'wander', play: name, walks: walks / PARTS, seed: seed + 1 })),
    ),
  ];
}

/** One job for every guard that is taken out. */
export function removalJobs(): Extract<Job, { kind: 'removal' }>[] {
  return removals.map((_, index) => ({ kind: 'removal', index }));
}
