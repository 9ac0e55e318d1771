import type { JsonValue } from '../domain/canonical-json.ts';
import type { LedgerEntry } from '../domain/ledger/ledger-entry.ts';
import type { ModelConnection } from './model-connection.ts';

/** Starts an execution under a name that says who made it and when. Returns its ARN. */
export function startExecution(
  { executions, clock }: ModelConnection,
  stateMachineArn: string,
  head: LedgerEntry,
  input: Readonly<Record<string, JsonValue>>,
): Promise<string> {
  const moment = clock.now().replaceAll(/[:.]/g, '-');
  return executions.start(stateMachineArn, `cli-${moment}-${head.sequence}`, input);
}
