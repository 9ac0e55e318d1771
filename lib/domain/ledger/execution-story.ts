import { advance, type ExecutionMove, type ExecutionState } from './execution-state.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { EventType, LedgerEvent } from './ledger-event.ts';
import { type LedgerState, unbornState } from './ledger-state.ts';

/** What the ledger says about one execution. */
export interface ExecutionStory {
  readonly arn: string;
  /** Its own entries, oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** What ended its release other than a promotion, whoever did it; null when nothing did. */
  readonly lost: LedgerEvent | null;
  /** Whether it holds the lease now. */
  readonly releasing: boolean;
}

/** Decisions that only an execution of Retrain makes; a rollback may also come from an execution of Rollback. */
const retrainEvents: readonly EventType[] = [
  'registered',
  'lease-acquired',
  'published',
  'shifted',
  'promoted',
  'skipped',
  'failed',
  'stood-down',
];
const deployEvents: readonly EventType[] = ['lease-acquired', 'published', 'shifted', 'promoted'];
const failureEvents: readonly EventType[] = ['failed', 'stood-down', 'rolled-back'];

/** The executions of Retrain that the ledger knows, in the order of their first entries; `entries` is oldest first. */
export function executionStories(entries: readonly LedgerEntry[]): ExecutionStory[] {
  const own = new Map<string, LedgerEntry[]>();
  const lost = new Map<string, LedgerEvent>();
  let before: LedgerState = unbornState;
  for (const entry of entries) {
    const { execution } = entry.event;
    if (execution !== null) own.set(execution, [...(own.get(execution) ?? []), entry]);
    const loser = loserOf(before, entry);
    if (loser !== null) lost.set(loser, entry.event);
    before = entry.state;
  }
  return [...own]
    .filter(([, known]) => known.some(({ event }) => retrainEvents.includes(event.type)))
    .map(([arn, known]) => ({
      arn,
      entries: known,
      lost: lost.get(arn) ?? null,
      releasing: before.lease?.execution === arn,
    }));
}

/** The execution whose release an entry ends without a promotion. */
function loserOf({ lease }: LedgerState, { event, state }: LedgerEntry): string | null {
  if (lease === null || event.type === 'promoted' || state.lease?.execution === lease.execution) return null;
  return lease.execution;
}

/** Why an execution failed; null when it did not. */
export function failureOf({ entries, lost }: ExecutionStory): LedgerEvent | null {
  return lost ?? entries.map(({ event }) => event).find(({ type }) => failureEvents.includes(type)) ?? null;
}

/** How far an execution has come; `runs` says that it is known to go on. */
export function executionState(story: ExecutionStory, runs: boolean): ExecutionState {
  return movesOf(story, runs).reduce<ExecutionState>(advance, 'pending');
}

function movesOf(story: ExecutionStory, runs: boolean): ExecutionMove[] {
  const has = (types: readonly EventType[]) => story.entries.some(({ event }) => types.includes(event.type));
  const moves: ExecutionMove[] = ['start'];
  if (has(['registered'])) moves.push('validate');
  if (has(deployEvents)) moves.push('deploy');
  if (failureOf(story) !== null) return [...moves, 'fail'];
  const goesOn = (runs || story.releasing) && !has(['promoted', 'skipped']);
  return goesOn ? moves : [...moves, 'complete'];
}
