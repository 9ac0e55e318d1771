import type { ActorKind } from './actor.ts';
import { type Bounds, type CounterExample, explore, Findings, wander } from './exploration.ts';
import { playNamed } from './plays.ts';
import { removals } from './removals.ts';

/** A piece of the proof that one thread does. */
export type Job =
  | { readonly kind: 'explore'; readonly play: string; readonly bounds: Bounds }
  | { readonly kind: 'wander'; readonly play: string; readonly walks: number; readonly seed: number }
  /** Index into `removals`; the guards are out when the job begins. */
  | { readonly kind: 'removal'; readonly index: number };

export interface JobResult {
  readonly kinds: readonly ActorKind[];
  readonly calls: number;
  /** Hashes of the distinct schedules that were played to the end. */
  readonly schedules: readonly number[];
  readonly states: number;
  readonly counterExamples: readonly CounterExample[];
}

export async function runJob(job: Job): Promise<JobResult> {
  const findings = new Findings();
  if (job.kind === 'explore') await explore(playNamed(job.play), job.bounds, findings);
  else if (job.kind === 'wander') await wander(playNamed(job.play), job.walks, job.seed, findings);
  else await findViolation(job.index, findings);
  const { kinds, calls, schedules, states, counterExamples } = findings;
  return { kinds: [...kinds], calls, schedules: [...schedules], states: states.size, counterExamples };
}

const MOST_DEVIATIONS = 2;

/** Looks for the invariant that falls without the guards: first where nothing is out of the ordinary. */
async function findViolation(index: number, findings: Findings): Promise<void> {
  const { plays = [], violates, actors, faults = true } = removals[index] ?? {};
  for (let deviations = 0; deviations <= MOST_DEVIATIONS; deviations += 1) {
    for (const play of plays.map(playNamed)) {
      await explore(play, { deviations, faults, switches: true, actors, untilViolation: violates }, findings);
      if (findings.counterExamples.length > 0) return;
    }
  }
}
