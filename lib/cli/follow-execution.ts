import type { LedgerEntry } from '../domain/ledger/ledger-entry.ts';
import type { ExecutionStatus } from '../domain/ports/executions.ts';
import type { ModelConnection } from './model-connection.ts';
import { readAfter } from './read-ledger.ts';

export interface Following {
  /** Entries after this one are told. */
  readonly after: number;
  /** How often to look. */
  readonly seconds: number;
  readonly onEntry: (entry: LedgerEntry) => void;
}

export interface Followed {
  readonly status: ExecutionStatus;
  readonly entries: readonly LedgerEntry[];
}

/** Step Functions may not know an execution at once that it has just started. */
const MOST_LOOKS_AT_NOTHING = 10;

/** Waits until an execution has ended, and tells every decision about the model meanwhile, whoever takes it. */
export async function followExecution(
  connection: ModelConnection,
  executionArn: string,
  { after, seconds, onEntry }: Following,
): Promise<Followed> {
  const entries: LedgerEntry[] = [];
  for (let looks = 1; ; looks += 1) {
    // before the entries are read, so that the last of them are among these
    const status = await connection.executions.readStatus(executionArn);
    for (const entry of await readAfter(connection, after + entries.length)) {
      entries.push(entry);
      onEntry(entry);
    }
    if (hasEnded(status, looks)) return { status, entries };
    await connection.clock.sleep(seconds);
  }
}

function hasEnded(status: ExecutionStatus, looks: number): boolean {
  if (status === 'MISSING') return looks > MOST_LOOKS_AT_NOTHING;
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}
