import { kernelInstance } from '../kernels/compiled-kernel.ts';
import { type WasmMemory, webAssembly } from '../kernels/web-assembly.ts';
import { type BoostingKernel, boostingModule, writeJob } from './boosting-kernel.ts';
import { type BoostingLayout, boostingLayout, JOB_ADDRESS, makeRoom } from './boosting-memory.ts';
import { type BoostingRound, keepBestRounds } from './boosting-rounds.ts';
import { loadRows } from './boosting-rows.ts';
import type { BoostedTrees, BoostingTask } from './boosting-task.ts';
import { expectAllThreads, startThreads } from './boosting-threads.ts';
import { classWeightsOf, integerScales, settingsInUnits, totalWeight } from './boosting-units.ts';
import { type FeatureGroups, featureGroups } from './feature-groups.ts';
import { grownTree } from './grown-tree.ts';
import { quantileCuts } from './quantile-cuts.ts';
import { sampledColumns } from './sampled-columns.ts';
import { writeStartTrees } from './start-trees.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

const MOST_PAGES = 65_536;

/** A training as it stands in the memory of the kernel. */
interface LoadedTraining {
  readonly kernel: BoostingKernel;
  readonly memory: WasmMemory;
  readonly layout: BoostingLayout;
  readonly groups: FeatureGroups;
  readonly cuts: readonly Float32Array[];
}

/**
 * Gradient boosted trees as XGBoost's `hist` grows them (Chen and Guestrin 2016), on integer sums, so that the trees are
 * the same for any number of threads. Throws TrainingTooLarge beyond 4 GiB, BoostingThreadLost if a thread goes silent.
 */
export async function boostTrees(task: BoostingTask): Promise<BoostedTrees> {
  const memory = new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const module = boostingModule();
  const kernel = kernelInstance<BoostingKernel>(module, memory);
  try {
    // they start while the cuts are found
    const starting = startThreads((task.threads ?? 1) - 1, { module, memory, job: JOB_ADDRESS });
    const cuts = quantileCuts(task.train.columns);
    const training = prepare(task, kernel, memory, cuts);
    const shards = 1 + (await starting);
    writeJob(memory, JOB_ADDRESS, { shards });
    loadAllRows(task, training, shards);
    return growAll(task, training);
  } finally {
    kernel.stop(JOB_ADDRESS);
  }
}

function prepare(
  { train, validation, settings, threads = 1, startFrom }: BoostingTask,
  kernel: BoostingKernel,
  memory: WasmMemory,
  cuts: readonly Float32Array[],
): LoadedTraining {
  const groups = featureGroups(cuts);
  const layout = boostingLayout({
    ...{ jobBytes: kernel.jobBytes(), nodeBytes: kernel.nodeBytes() },
    ...{ groups, threads, settings, train, validation, startFrom },
  });
  makeRoom(memory, layout);
  writeJob(memory, JOB_ADDRESS, {
    ...layout.fields,
    ...settingsInUnits(settings, integerScales(train)),
    monotone: settings.monotone?.some((direction) => direction !== 0) ? layout.fields.monotone : 0,
    depth: settings.depth,
    seed: settings.seed,
    sampledBelow: Math.min(2 ** 32 - 1, Math.floor(settings.subsample * 2 ** 32)),
    tree: startFrom?.trees.length ?? 0,
  });
  const training = { kernel, memory, layout, groups, cuts };
  writeFeatures(training, settings.monotone);
  writeClasses({ train, validation, startFrom }, training);
  return training;
}

function writeFeatures({ memory, layout, groups, cuts }: LoadedTraining, monotone: readonly number[] = []): void {
  const { fields } = layout;
  const places = groups.columnAt.length;
  new Uint32Array(memory.buffer, fields.groupOffsets, groups.offsets.length).set(groups.offsets);
  new Uint32Array(memory.buffer, fields.groupStrides, groups.strides.length).set(groups.strides);
  new Uint32Array(memory.buffer, fields.binCounts, places).set(groups.binsAt);
  const cutsAt = new Float32Array(memory.buffer, fields.cuts, places * 256).fill(Number.NaN);
  const steps = new Uint8Array(memory.buffer, fields.searchSteps, places);
  const directions = new Int32Array(memory.buffer, fields.monotone, places);
  groups.columnAt.forEach((column, place) => {
    const own = cuts[column] ?? new Float32Array();
    cutsAt.set(own, place * 256);
    steps[place] = Math.ceil(Math.log2(own.length + 1));
    directions[place] = monotone[column] ?? 0;
  });
}

function writeClasses(
  { train, validation, startFrom }: Pick<BoostingTask, 'train' | 'validation' | 'startFrom'>,
  { memory, layout, groups }: LoadedTraining,
): void {
  const { fields } = layout;
  const { gradient, hessian } = integerScales(train);
  const scales = Array.from(classWeightsOf(train), (weight) => [weight * gradient, weight * hessian]).flat();
  new Float32Array(memory.buffer, fields.classScales, scales.length).set(scales);
  const weights = Array.from(classWeightsOf(validation ?? train), (weight) => [weight, 0]).flat();
  new Float32Array(memory.buffer, fields.validationWeights, weights.length).set(weights);
  if (startFrom === undefined) return;
  new Float32Array(memory.buffer, fields.baseMargins, train.outputs).set(startFrom.baseMargins);
  writeStartTrees({ buffer: memory.buffer, address: fields.startTrees }, startFrom, groups.columnAt);
}

function loadAllRows({ train, validation }: BoostingTask, training: LoadedTraining, shards: number): void {
  const { layout, groups } = training;
  const loading = { ...training, columnAt: groups.columnAt, shards };
  loadRows(loading, train, { address: layout.trainAt, fields: layout.train });
  if (validation) loadRows(loading, validation, { address: layout.validationAt, fields: layout.validation });
}

function growAll(task: BoostingTask, training: LoadedTraining): BoostedTrees {
  const { train, validation, settings, startFrom } = task;
  const kept = keepBestRounds((round) => growRound(task, training, round), {
    most: settings.trees,
    patience: settings.earlyStoppingRounds,
    startLoss: startFrom && validation ? meanLoss(task, training) : Number.POSITIVE_INFINITY,
  });
  const outputOf = Array.from(kept.trees, (_, index) => index % train.outputs);
  const ensemble: TreeEnsemble = {
    columns: train.columns.length,
    baseMargins: startFrom?.baseMargins ?? new Float32Array(train.outputs),
    link: train.outputs === 1 ? 'logistic' : 'softmax',
    trees: [...(startFrom?.trees ?? []), ...kept.trees],
    outputOf: Int32Array.from([...(startFrom?.outputOf ?? []), ...outputOf]),
  };
  return { ensemble, rounds: kept.rounds, bestRound: kept.bestRound, validationLosses: kept.validationLosses };
}

function growRound(task: BoostingTask, training: LoadedTraining, round: number): BoostingRound {
  const { train, validation, startFrom, onProgress } = task;
  const { kernel, memory, layout, groups, cuts } = training;
  const grown = Array.from({ length: train.outputs }, (_, output) => {
    allowColumns(task, training, (startFrom?.trees.length ?? 0) + (round - 1) * train.outputs + output);
    const count = kernel.growTree(JOB_ADDRESS, output);
    expectAllThreads(count >= 0);
    if (validation) expectAllThreads(kernel.scoreValidation(JOB_ADDRESS) !== 0);
    const nodes = { buffer: memory.buffer, address: layout.fields.nodes, count, bytes: kernel.nodeBytes() };
    return grownTree(nodes, groups.columnAt, cuts);
  });
  const validationLoss = validation ? meanLoss(task, training) : undefined;
  onProgress?.(round, validationLoss);
  return { trees: grown, validationLoss };
}

function allowColumns(
  { settings }: BoostingTask,
  { memory, layout, groups, cuts }: LoadedTraining,
  tree: number,
): void {
  const allowed = new BigInt64Array(memory.buffer, layout.fields.allowed, groups.columnAt.length);
  const columns = sampledColumns(cuts.length, settings.columnSample, settings.seed, tree);
  groups.columnAt.forEach((column, place) => {
    allowed[place] = columns.has(column) ? -1n : 0n;
  });
}

function meanLoss({ train, validation }: BoostingTask, { kernel }: LoadedTraining): number {
  const sum = kernel.validationLoss(JOB_ADDRESS);
  expectAllThreads(sum >= 0);
  return sum / totalWeight(validation ?? train);
}
