import type { ActorKind } from './actor.ts';
import type { CounterExample } from './exploration.ts';
import type { Done } from './proof-team.ts';
import { type Removal, removals } from './removals.ts';

/** What `npm run prove -- --json` prints. */
export interface ProofReport {
  /** Kinds of actors that took part. */
  readonly actors: number;
  readonly calls: number;
  /** Distinct schedules that were played to the end. */
  readonly schedulesExplored: number;
  readonly statesExplored: number;
  readonly violations: number;
  readonly guardsRemoved: number;
  readonly guardsDetected: number;
  readonly seconds: number;
}

/** A removal, and the shortest schedule that breaks without its guards; null when none was found. */
export interface RemovalResult {
  readonly removal: Removal;
  readonly counterExample: CounterExample | null;
}

/** Adds up the finished jobs of a proof. */
export class ProofSummary {
  readonly removed: RemovalResult[] = [];
  readonly counterExamples: CounterExample[] = [];
  private readonly kinds = new Set<ActorKind>();
  private calls = 0;
  private readonly schedules = new Set<number>();
  private states = 0;

  add({ job, result }: Done): void {
    const { kinds, calls, schedules, states, counterExamples } = result;
    if (job.kind === 'removal') {
      const removal = removals[job.index];
      if (removal) this.removed.push({ removal, counterExample: counterExamples[0] ?? null });
      return;
    }
    for (const kind of kinds) this.kinds.add(kind);
    this.calls += calls;
    for (const schedule of schedules) this.schedules.add(schedule);
    this.states += states;
    this.counterExamples.push(...counterExamples);
  }

  report(seconds: number): ProofReport {
    return {
      actors: this.kinds.size,
      calls: this.calls,
      schedulesExplored: this.schedules.size,
      statesExplored: this.states,
      violations: this.counterExamples.length,
      guardsRemoved: this.removed.length,
      guardsDetected: this.removed.filter(({ counterExample }) => counterExample !== null).length,
      seconds: Math.round(seconds * 10) / 10,
    };
  }
}
