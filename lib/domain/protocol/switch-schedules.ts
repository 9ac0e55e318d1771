import { conclusionAnswer, conclusionEvent } from '../decisions/conclusion.ts';
import { type Ledger, recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { findNewest, readEntriesSince } from '../ledger/ledger-pages.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConcludeOutput } from '../steps/conclude.ts';
import type { StepInput } from '../steps/step-contracts.ts';
import { milliseconds, timestamp } from '../time.ts';

type Input = StepInput<'conclude'>;

interface ScheduleSwitch extends Input {
  readonly outcome: 'paused' | 'resumed';
}

/** Whether an execution ends by pausing or resuming the schedules. */
export function isScheduleSwitch(input: Input): input is ScheduleSwitch {
  return input.outcome === 'paused' || input.outcome === 'resumed';
}

/**
 * Pauses or resumes the schedules, once in an execution: what an earlier attempt has recorded stands, whatever came after
 * it. Where they are so already, nothing is recorded, and the answer says since when, by whom and why.
 */
export async function switchSchedules(
  ledger: Ledger,
  clock: Clock,
  modelName: string,
  input: ScheduleSwitch,
): Promise<ConcludeOutput> {
  const paused = input.outcome === 'paused';
  let own: LedgerEntry | null = null;
  let head: LedgerEntry | null = null;
  const appended = await recordDecision(ledger, clock, modelName, async (newest, at) => {
    head = newest;
    own = await ownSwitch(ledger, modelName, newest, input);
    return own !== null || newest?.state.paused === paused ? null : conclusionEvent(input, at);
  });
  const entry = appended ?? own;
  if (entry !== null) return conclusionAnswer(entry, paused ? 'Paused' : 'Resumed');
  return unchangedAnswer(input, await findNewest(ledger, modelName, head, ({ event }) => event.type === input.outcome));
}

async function ownSwitch(
  ledger: Ledger,
  modelName: string,
  head: LedgerEntry | null,
  { execution, outcome }: ScheduleSwitch,
): Promise<LedgerEntry | null> {
  const entries = await readEntriesSince(ledger, modelName, head, timestamp(milliseconds(execution.startedAt)));
  return entries.find(({ event }) => event.execution === execution.arn && event.type === outcome) ?? null;
}

/** Without an entry nothing was ever paused, which is how every model begins. */
function unchangedAnswer({ outcome }: ScheduleSwitch, last: LedgerEntry | null): ConcludeOutput {
  const code = outcome === 'paused' ? 'AlreadyPaused' : 'NotPaused';
  const what = outcome === 'paused' ? 'the schedules are paused already' : 'the schedules are not paused';
  if (last === null) return { sequence: null, code, reason: what };
  const { actor, at, reason } = last.event;
  return {
    sequence: last.sequence,
    code,
    reason: `${what}: ${outcome} at ${at} by ${actor.kind} ${actor.id}: ${reason}`,
  };
}
