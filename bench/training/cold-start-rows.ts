import { type BenchRow, rowBesidePeer } from '../bench-rows.ts';
import { alternated, medianOf } from './alternated-runs.ts';
import type { BenchRun } from './bench-run.ts';
import { type Finished, runLine, script } from './run-line.ts';
import type { AnswerOrder } from './scripts/first-answer.ts';
import { writeStoredModel } from './stored-bank-model.ts';

// starts are short and vary
const PAIRS_FOR_ONE = 5;

/** What a process that loads a stored model and answers one row takes longer than one that does nothing. */
export async function coldStartRows(bench: BenchRun): Promise<BenchRow[]> {
  bench.tell('cold starts');
  const model = `${bench.folder}/cold-start.json`;
  await writeStoredModel(model);
  const row = { age: 41, job: 'technician', balance: 1500, month: 'may', pdays: -1 };
  const order: AnswerOrder = { model, row };
  const [answering, bare] = [await bench.bundled('first-answer'), await bench.bundled('bare-node')];
  const { ours, peer } = alternated(
    bench.repeats * PAIRS_FOR_ONE,
    () => runLine(script(answering, order, '1')),
    () => runLine(script(bare, {}, '1')),
  );
  const milliseconds = (runs: readonly Finished[]) => medianOf(runs, ({ seconds }) => seconds) * 1000;
  const bareNode = milliseconds(peer);
  const what = 'cold start to the first answer, milliseconds over bare Node, beside those of bare Node';
  return [rowBesidePeer(what, milliseconds(ours) - bareNode, bareNode, '<=15')];
}
