import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { LedgerEvent } from '../../domain/ledger/ledger-event.ts';
import type { ExecutionDescription } from '../../local/states/status-change.ts';
import type { DemoExecution } from './demo-result.ts';

/** What every execution of both machines came to, oldest first. */
export function executionsOf(
  executions: readonly ExecutionDescription[],
  entries: readonly LedgerEntry[],
): DemoExecution[] {
  return [...executions].sort(byStart).map((execution) => {
    const own = entries.filter(({ event }) => event.execution === execution.executionArn);
    const machine = execution.stateMachineArn.endsWith('-rollback') ? 'rollback' : 'retrain';
    const last = own.at(-1);
    return {
      name: execution.name,
      machine,
      trigger: triggerOf(execution.input),
      status: execution.status,
      decision: last === undefined ? 'nothing to decide' : decisionOf(last.event),
      reason: last?.event.reason ?? execution.cause ?? '',
      ...modelOf(own),
    };
  });
}

function byStart(one: ExecutionDescription, other: ExecutionDescription): number {
  return one.startDate - other.startDate || (one.executionArn < other.executionArn ? -1 : 1);
}

/** What was given to the execution; by hand where nothing was. */
function triggerOf(input: string): string {
  const { trigger, cause } = JSON.parse(input) as { readonly trigger?: string; readonly cause?: string };
  return trigger ?? cause ?? 'manual';
}

function decisionOf(event: LedgerEvent): string {
  return event.type === 'registered' ? `registered as ${event.verdict}` : event.type;
}

function modelOf(own: readonly LedgerEntry[]): Pick<DemoExecution, 'modelVersion' | 'functionVersion'> {
  const named = own.findLast(({ event }) => event.type === 'registered' || event.type === 'lease-acquired')?.event;
  const published = own.findLast(({ event }) => event.type === 'published')?.event;
  const target = own.findLast(({ event }) => event.type === 'rolled-back')?.state.champion;
  return {
    modelVersion: (named && 'modelVersion' in named ? named.modelVersion : target?.modelVersion) ?? null,
    functionVersion:
      (published?.type === 'published' ? published.release.functionVersion : target?.functionVersion) ?? null,
  };
}
