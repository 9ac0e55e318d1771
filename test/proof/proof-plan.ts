import type { Bounds } from './exploration.ts';
import { crowds, duets, solos, stories } from './plays.ts';
import type { Job } from './proof-jobs.ts';
import { removals } from './removals.ts';

/** How much to look at. */
export interface ProofSize {
  /** Most faults of one schedule of one actor, where the play affords as many. */
  readonly faults: number;
  /** Most switches between two actors, without faults. */
  readonly switches: number;
  /** Whether two actors are looked at with single faults as well. */
  readonly faultyDuets: boolean;
  /** Random schedules of each crowd. */
  readonly walks: number;
}

/** What `npm run prove` looks at. */
export const wholeProof: ProofSize = { faults: 3, switches: 2, faultyDuets: true, walks: 320 };

/** A part that takes seconds. */
export const quickProof: ProofSize = { faults: 1, switches: 1, faultyDuets: false, walks: 16 };

/** Into how many parts the work on one play is cut, so that threads end at about the same time. */
const SLICES = 8;

/** The jobs of a proof, those that take longest first. */
export function proofJobs({ faults, switches, faultyDuets, walks }: ProofSize): Job[] {
  const numbers = Array.from({ length: SLICES }, (_, number) => number);
  const sliced = (play: string, bounds: Bounds) =>
    numbers.map((number): Job => ({ kind: 'explore', play, bounds: { ...bounds, slice: { number, of: SLICES } } }));
  const alone = { faults: true, switches: false };
  const both = { deviations: 1, faults: true, switches: true };
  return [
    ...solos.flatMap(({ name, depth }) => sliced(name, { ...alone, deviations: Math.min(depth, faults) })),
    ...duets.flatMap(({ name }) => [
      ...sliced(name, { faults: false, switches: true, deviations: switches }),
      ...(faultyDuets ? sliced(name, both) : []),
    ]),
    ...stories.map(({ name }): Job => ({ kind: 'explore', play: name, bounds: { ...alone, deviations: 1 } })),
    ...crowds.flatMap(({ name }) =>
      numbers.map((seed): Job => ({ kind: 'wander', play: name, walks: walks / SLICES, seed: seed + 1 })),
    ),
  ];
}

/** One job for every guard that is taken out. */
export function removalJobs(): Extract<Job, { kind: 'removal' }>[] {
  return removals.map((_, index) => ({ kind: 'removal', index }));
}
