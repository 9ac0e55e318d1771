import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import type { ConcludeOutput } from '../steps/conclude.ts';
import { requestActor } from '../steps/request-actor.ts';
import type { StepInput } from '../steps/step-contracts.ts';
import type { Timestamp } from '../time.ts';

const LONGEST_REASON = 1000;
const LONGEST_CODE = 80;

/** The message in the JSON of a Lambda error, which may be cut off anywhere after it. */
const ERROR_MESSAGE = /^\s*\{.*?"errorMessage"\s*:\s*"((?:[^"\\]|\\u[\dA-Fa-f]{4}|\\[^u])*)/s;

/** What goes into the ledger when an execution ends that moved no traffic. */
export function conclusionEvent(
  { execution, request, outcome, code, reason, evidence = [] }: StepInput<'conclude'>,
  at: Timestamp,
): LedgerEvent {
  const name = shortened(code, LONGEST_CODE);
  const common = {
    at,
    actor: requestActor(request),
    execution: execution.arn,
    reason: reasonText(reason) || `${outcome}: ${name}`,
    evidence,
  };
  if (outcome === 'skipped') return { type: outcome, ...common, code: name };
  if (outcome === 'failed') return { type: outcome, ...common, error: name };
  return { type: outcome, ...common };
}

/** Whether an entry is the end of an execution that moved no traffic. */
export function isConclusion({ event }: LedgerEntry): boolean {
  return event.type === 'skipped' || event.type === 'failed' || event.type === 'stood-down';
}

/** What the step answers; the code of standing down is in no entry, so it is as it was given. */
export function conclusionAnswer({ sequence, event }: LedgerEntry, code: string): ConcludeOutput {
  const { reason } = event;
  if (event.type === 'skipped') return { sequence, code: event.code, reason };
  return { sequence, code: event.type === 'failed' ? event.error : code, reason };
}

function reasonText(reason: string): string {
  const [, message] = ERROR_MESSAGE.exec(reason) ?? [];
  const text = message === undefined ? reason : String(JSON.parse(`"${message.replace(/\p{Cc}/gu, ' ')}"`));
  return shortened(text.trim(), LONGEST_REASON);
}

/** Cut to so many characters, and without halves of characters, which no ledger entry can carry. */
function shortened(text: string, longest: number): string {
  return (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`).toWellFormed();
}
