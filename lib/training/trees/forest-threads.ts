import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { LaidOutForest } from './forest-memory.ts';

// imports nothing, so that it runs from any bundle
const workerSource = `
const { module, memory, trees, bytesPerNode, job, progress, workspace, port } = require('node:worker_threads').workerData;
const { growTree } = new WebAssembly.Instance(module, { env: { memory } }).exports;
const words = new Int32Array(memory.buffer);
for (let tree = Atomics.add(words, progress / 4, 1); tree < trees; tree = Atomics.add(words, progress / 4, 1)) {
  const end = workspace.tree + growTree(job, workspace.address, tree) * bytesPerNode;
  port.postMessage({ tree, bytes: new Uint8Array(memory.buffer).slice(workspace.tree, end).buffer });
  Atomics.add(words, progress / 4 + 1, 1);
  Atomics.notify(words, progress / 4 + 1);
}`;

// after so long without a tree, the other threads are not waited for
const PATIENCE_MILLISECONDS = 60_000;

/** The arrays of every tree, grown by as many threads as there are workspaces, of which this is one. */
export function growTrees(forest: LaidOutForest): ArrayBuffer[] {
  const words = new Int32Array(forest.memory.buffer);
  const next = forest.progress / 4;
  const grown = new Array<ArrayBuffer | undefined>(forest.trees).fill(undefined);
  const ports = startWorkers(forest);
  for (let tree = Atomics.add(words, next, 1); tree < forest.trees; tree = Atomics.add(words, next, 1)) {
    grown[tree] = growHere(forest, tree);
    Atomics.add(words, next + 1, 1);
  }
  awaitWorkers(words, next + 1, forest.trees);
  for (const port of ports) collect(port, grown);
  return grown.map((bytes, tree) => bytes ?? growHere(forest, tree));
}

/** Where the trees of each worker arrive; none where the host has no further threads. */
function startWorkers(forest: LaidOutForest): MessagePort[] {
  const { module, memory, trees, bytesPerNode, job, progress, workspaces } = forest;
  try {
    return workspaces.slice(1).map((workspace) => {
      const { port1, port2 } = new MessageChannel();
      const workerData = { module, memory, trees, bytesPerNode, job, progress, workspace, port: port2 };
      const worker = new Worker(workerSource, { eval: true, execArgv: [], workerData, transferList: [port2] });
      // this thread grows the trees that another one could not
      worker.on('error', () => undefined).unref();
      return port1;
    });
  } catch {
    return [];
  }
}

function growHere({ kernel, memory, bytesPerNode, job, workspaces }: LaidOutForest, tree: number): ArrayBuffer {
  const own = workspaces[0] ?? { address: 0, tree: 0 };
  const end = own.tree + kernel.growTree(job, own.address, tree) * bytesPerNode;
  return new Uint8Array(memory.buffer).slice(own.tree, end).buffer;
}

function awaitWorkers(words: Int32Array, done: number, trees: number): void {
  for (let count = Atomics.load(words, done); count < trees; count = Atomics.load(words, done)) {
    if (Atomics.wait(words, done, count, PATIENCE_MILLISECONDS) === 'timed-out') return;
  }
}

function collect(port: MessagePort, grown: (ArrayBuffer | undefined)[]): void {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    const { tree, bytes } = next.message as { readonly tree: number; readonly bytes: ArrayBuffer };
    grown[tree] = bytes;
  }
  port.close();
}
