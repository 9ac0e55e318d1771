import { dirname } from 'node:path';
import { adoptModel } from '../../lib/training/adoption/adopt-model.ts';
import type { FittedModel } from '../../lib/training/fitted-model.ts';
import { scoreTable } from '../../lib/training/scoring/table-scores.ts';
import { type BenchRow, reference, row } from '../bench-rows.ts';
import type { BenchRun } from './bench-run.ts';
import { bankMarketing } from './datasets.ts';
import { largestDifference } from './differences.ts';
import { onnxProbabilities } from './onnx-model.ts';
import { NO_ONNX_RUNTIME, onnxRuntime } from './onnx-runtime.ts';
import { readDataset } from './split-dataset.ts';
import { bankRows, writeStoredModel } from './stored-bank-model.ts';

const TIMES = 5;

/** Whether trees that come back as an ONNX file, adopted and scored by onnxruntime, say the same, and what that takes. */
export async function adoptedOnnxRows(bench: BenchRun): Promise<BenchRow[]> {
  const runtime = onnxRuntime();
  if (runtime === null) {
    bench.tell(NO_ONNX_RUNTIME);
    return [];
  }
  bench.tell('a model in ONNX, adopted');
  // the place where a function finds what its layers bring
  process.env.NODE_PATH = dirname(runtime);
  const trees = await writeStoredModel(`${bench.folder}/trees.json`);
  if (trees.scorer.kind !== 'trees') throw new TypeError('the model is of trees');
  const file = onnxProbabilities(trees.scorer.ensemble);
  const network = adoptModel({ ...(await bankRows()), file, levels: 'training-rows' });
  const { table, rows } = await readDataset(bankMarketing());
  const [expected, found] = [trees, network].map((model) => scoreTable(model, table) as number[]);
  const what = `${rows} predictions by an adopted ONNX file`;
  return [
    row(`largest difference of ${what}`, largestDifference(expected ?? [], found ?? []), '<=0.000001'),
    reference(`milliseconds of ${what}, beside the same trees`, medianTime(network, table), medianTime(trees, table)),
  ];
}

function medianTime(model: FittedModel, table: Parameters<typeof scoreTable>[1]): number {
  const times = Array.from({ length: TIMES }, () => {
    const started = performance.now();
    scoreTable(model, table);
    return performance.now() - started;
  });
  return times.toSorted((one, other) => one - other)[Math.floor(TIMES / 2)] as number;
}
