import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { historyDays, importedOutcomes } from './demo-data.ts';
import { INTERVAL_MINUTES, WINDOW_DAYS } from './demo-pace.ts';
import type { DemoRow } from './demo-rows.ts';
import { type DemoRun, MINUTE } from './demo-run.ts';

const DAY = 86_400_000;

/** What an import has of a run. */
export interface ImportingRun {
  readonly runtime: Pick<DemoRun['runtime'], 'now'>;
  readonly perform: <Value>(
    work: (model: Pick<DemoRun['model'], 'archive' | 'modelName'>) => Promise<Value>,
  ) => Promise<Value>;
}

/** Archives what happened before the demo begins. Returns over how many days it is spread. */
export async function importHistory(
  run: ImportingRun,
  rows: readonly DemoRow[],
  definition: ModelDefinition,
): Promise<number> {
  const days = historyDays(rows.length);
  const to = run.runtime.now();
  const outcomes = importedOutcomes(rows, definition, { from: to - days * DAY, to });
  await run.perform(({ archive, modelName }) => archive.write(modelName, outcomes));
  return Math.round(days);
}

/**
 * Archives a file that arrives now, with what happened in the oldest hour that a retrain at a time will read: it will
 * lie outside of the window of the retrain after that one.
 */
export async function importFile(
  run: ImportingRun,
  rows: readonly DemoRow[],
  definition: ModelDefinition,
  retrainAt: number,
): Promise<void> {
  const from = retrainAt - WINDOW_DAYS * DAY + MINUTE;
  const to = from + (INTERVAL_MINUTES - 2) * MINUTE;
  const outcomes = importedOutcomes(rows, definition, { from, to, receivedAt: run.runtime.now() });
  await run.perform(({ archive, modelName }) => archive.write(modelName, outcomes));
}
