import { kernelInstance } from '../kernels/compiled-kernel.ts';
import { webAssembly, type WasmMemory } from '../kernels/web-assembly.ts';
import { type BoostingKernel, boostingModule, writeJob, writeRowSet } from './boosting-kernel.ts';
import { type BoostingLayout, boostingLayout, JOB_ADDRESS, makeRoom } from './boosting-memory.ts';
import { loadRows } from './boosting-rows.ts';
import type { BoostedTrees, BoostingRows, BoostingSettings, BoostingTask } from './boosting-task.ts';
import { featureTiles, type FeatureTiles } from './feature-tiles.ts';
import { grownTree } from './grown-tree.ts';
import { quantileCuts } from './quantile-cuts.ts';
import type { Tree } from './tree-ensemble.ts';

/** Gradient boosted trees as XGBoost's `hist` grows them, on integer sums: the same for any number of threads. */
export async function boostTrees(task: BoostingTask): Promise<BoostedTrees> {
  const T = performance.now();
  const memory = new webAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const kernel = kernelInstance<BoostingKernel>(boostingModule(), memory);
  const { train, validation, settings } = task;
  const threads = task.threads ?? 1;
  const cuts = quantileCuts(train.columns);
  const T1 = performance.now();
  const tiles = featureTiles(cuts);
  const sizes = { jobBytes: kernel.jobBytes(), nodeBytes: kernel.nodeBytes(), tiles, threads, settings, train, validation };
  const layout = boostingLayout(sizes);
  makeRoom(memory, layout);
  writeJob(memory, JOB_ADDRESS, { ...layout.fields, ...unitFields(train, settings), shards: 1, depth: settings.depth, seed: settings.seed, sampledBelow: 0xffffffff, monotone: 0 });
  writeRowSet(memory, layout.trainAt, layout.train);
  writeFeatures(memory, layout, tiles, cuts);
  writeScales(memory, layout, train);
  loadRows(memory, layout, { rows: train, fields: layout.train, columnAt: tiles.columnAt }, 1, (first) => {
    kernel.bin(JOB_ADDRESS, layout.trainAt, first);
  });
  const T2 = performance.now();
  const trees: Tree[] = [];
  for (let round = 1; round <= settings.trees; round += 1) {
    const count = kernel.growTree(JOB_ADDRESS, 0);
    trees.push(grownTree({ buffer: memory.buffer, address: layout.fields.nodes, count, bytes: sizes.nodeBytes }, tiles.columnAt, cuts));
  }
  const T3 = performance.now();
  if (process.env.TIMES) console.log('cuts', (T1 - T).toFixed(0), 'bin', (T2 - T1).toFixed(0), 'grow', (T3 - T2).toFixed(0));
  return {
    ensemble: { columns: train.columns.length, baseMargins: new Float32Array(train.outputs), link: 'logistic', trees, outputOf: new Int32Array(trees.length) },
    rounds: settings.trees,
    bestRound: settings.trees,
    validationLosses: [],
  };
}

function weightsOf(rows: BoostingRows): Float64Array {
  return Float64Array.from({ length: Math.max(2, rows.outputs) }, (_, label) => rows.classWeights?.[label] ?? 1);
}

function scales(rows: BoostingRows): { gradient: number; hessian: number } {
  const weights = weightsOf(rows);
  let total = 0;
  for (const label of rows.labels) total += weights[label] as number;
  const most = Math.max(total, 4096 * weights.reduce((a, b) => Math.max(a, b), 0));
  return { gradient: (0.98 * (2 ** 31 - 2)) / most, hessian: (0.98 * (2 ** 32 - 2)) / ((rows.outputs > 1 ? 0.5 : 0.25) * most) };
}

function unitFields(rows: BoostingRows, settings: BoostingSettings) {
  const { gradient, hessian } = scales(rows);
  return {
    lambda: settings.l2Regularization * hessian,
    alpha: settings.l1Regularization * gradient,
    leastHessian: Math.max(settings.minimumChildWeight, 1e-6) * hessian,
    leastGain: (Math.max(settings.minimumGain, 1e-6) * gradient ** 2) / hessian,
    valueScale: (settings.learningRate * hessian) / gradient,
    gainScale: hessian / gradient ** 2,
    coverScale: 1 / hessian,
  };
}

function writeScales(memory: WasmMemory, layout: BoostingLayout, rows: BoostingRows): void {
  const { gradient, hessian } = scales(rows);
  const weights = weightsOf(rows);
  const to = new Float32Array(memory.buffer, layout.fields.classScales, weights.length * 2);
  weights.forEach((weight, label) => {
    to[label * 2] = weight * gradient;
    to[label * 2 + 1] = weight * hessian;
  });
}

function writeFeatures(memory: WasmMemory, layout: BoostingLayout, tiles: FeatureTiles, cuts: readonly Float32Array[]): void {
  new Uint32Array(memory.buffer, layout.fields.tileOffsets as number, tiles.offsets.length).set(tiles.offsets);
  const cutsTo = new Float32Array(memory.buffer, layout.fields.cuts, tiles.columnAt.length * 256).fill(Number.NaN);
  const steps = new Uint8Array(memory.buffer, layout.fields.searchSteps, tiles.columnAt.length);
  const allowed = new BigInt64Array(memory.buffer, layout.fields.allowed, tiles.columnAt.length);
  tiles.columnAt.forEach((column, place) => {
    const own = cuts[column];
    if (own === undefined) return;
    cutsTo.set(own, place * 256);
    steps[place] = Math.ceil(Math.log2(own.length + 1));
    allowed[place] = -1n;
  });
}
