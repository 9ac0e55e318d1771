import type { LoggedEvent } from '../../local/event-log.ts';
import type { ExecutionDescription } from '../../local/states/status-change.ts';
import { canariesOf } from './canary-record.ts';
import type { DemoResult } from './demo-result.ts';
import type { DemoRun } from './demo-run.ts';
import type { Injury } from './demo-story.ts';
import { executionsOf } from './execution-summary.ts';
import { rollbacksOf } from './rollback-record.ts';
import { versionsOf } from './version-fates.ts';

export interface DemoFacts {
  readonly seed: string;
  /** Virtual time of the deployment, in milliseconds since 1970. */
  readonly start: number;
  readonly wallSeconds: number;
  readonly injuries: readonly Injury[];
}

/** Everything that a demo came to. */
export async function demoResult(run: DemoRun, { seed, start, wallSeconds, injuries }: DemoFacts): Promise<DemoResult> {
  await run.newEntries();
  const { entries, runtime, traffic, model } = run;
  const head = entries.at(-1);
  const champion = head?.state.champion;
  if (!head || !champion) throw new Error('the ledger should name a champion');
  const records = await run.perform(() => model.records.list(model.modelName));
  const executions = runtime.executions(run.retrainMachine).concat(runtime.executions(run.rollbackMachine));
  const events = runtime.log.events();
  const end = runtime.now();
  return {
    seed,
    model: model.modelName,
    virtualHours: Number(((end - start) / 3_600_000).toFixed(2)),
    wallSeconds: Number(wallSeconds.toFixed(1)),
    executions: executionsOf(executions, entries),
    champion: { modelVersion: champion.modelVersion, functionVersion: champion.functionVersion },
    versions: versionsOf(records, entries),
    canaries: canariesOf(entries, requestCounts(events, model.functionName), { start, end }),
    rollbacks: rollbacksOf({ entries, events, injuries, startOf: startOf(executions) }),
    served: traffic.served,
    failedRequests: traffic.failedRequests,
    ledgerHead: head.hash,
    eventLogDigest: runtime.log.digest(),
  };
}

function startOf(executions: readonly ExecutionDescription[]) {
  const starts = new Map(executions.map(({ executionArn, startDate }) => [executionArn, startDate]));
  return (executionArn: string) => starts.get(executionArn);
}

function requestCounts(events: readonly LoggedEvent[], functionName: string) {
  const requests = events.filter(
    ({ type, detail }) => type === 'invoked' && detail.functionName === functionName && detail.caller === 'apigateway',
  );
  return {
    between: (functionVersion: string, from: number, to: number) =>
      requests.filter(({ time, detail }) => time >= from && time < to && detail.functionVersion === functionVersion)
        .length,
  };
}
