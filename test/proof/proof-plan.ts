import { crowds, duets, solos, stories } from './plays.ts';
import type { Job } from './proof-jobs.ts';
import { removals } from './removals.ts';

/** How much to look at. */
export interface ProofSize {
  /** Faults and switches of one schedule for one actor alone. */
  readonly soloDeviations: number;
  /** Switches between two actors, without faults. */
  readonly switches: number;
  /** Faults and switches of two actors. */
  readonly duetDeviations: number;
  /** Random schedules of each crowd. */
  readonly walks: number;
  /** How many parts the work on one play is cut into. */
  readonly slices: number;
}

/** What `npm run prove` looks at. */
export const wholeProof: ProofSize = { soloDeviations: 2, switches: 3, duetDeviations: 1, walks: 1500, slices: 16 };

/** A part that takes seconds. */
export const quickProof: ProofSize = { soloDeviations: 1, switches: 1, duetDeviations: 0, walks: 30, slices: 1 };

/** The jobs of a proof, those that take longest first. */
export function proofJobs({ soloDeviations, switches, duetDeviations, walks, slices }: ProofSize): Job[] {
  const numbers = Array.from({ length: slices }, (_, number) => number);
  const sliced = (play: string, deviations: number, kinds: { readonly faults: boolean; readonly switches: boolean }) =>
    numbers.map(
      (number): Job => ({ kind: 'explore', play, bounds: { deviations, ...kinds, slice: { number, of: slices } } }),
    );
  const everything = { faults: true, switches: true };
  const orders = { faults: false, switches: true };
  return [
    ...solos.flatMap(({ name }) => sliced(name, soloDeviations, everything)),
    ...duets.flatMap(({ name }) => [
      ...sliced(name, switches, orders),
      ...(duetDeviations > 0 ? sliced(name, duetDeviations, everything) : []),
    ]),
    ...stories.map(({ name }): Job => ({ kind: 'explore', play: name, bounds: { deviations: 1, ...everything } })),
    ...crowds.flatMap(({ name }) =>
      numbers.map((seed): Job => ({ kind: 'wander', play: name, walks: Math.ceil(walks / slices), seed: seed + 1 })),
    ),
  ];
}

/** One job for every guard that is taken out. */
export function removalJobs(): Extract<Job, { kind: 'removal' }>[] {
  return removals.map((_, index) => ({ kind: 'removal', index }));
}
