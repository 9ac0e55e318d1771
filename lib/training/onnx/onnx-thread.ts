import type { MessagePort } from 'node:worker_threads';
import { ModelFileBroken } from '../formats/model-file.ts';
import { OnnxRuntimeMissing, OnnxTimedOut } from './onnx-errors.ts';

// imports nothing but the runtime, so that it runs from any bundle; `require` also looks where layers are
const workerSource = `
const { port, words, file } = require('node:worker_threads').workerData;
const answer = (message) => {
  port.postMessage(message);
  Atomics.store(words, 0, 1);
  Atomics.notify(words, 0);
};
const failing = (failed) => (error) => answer({ failed, problem: String(error?.message ?? error).split('\\n', 1)[0] });
const load = () => {
  try {
    return require('onnxruntime-node');
  } catch (error) {
    failing('runtime')(error);
  }
};
const floats = ([, { type }]) => type === 'float32' || type === 'float64';
const outputOf = ([name, { dims, data }]) => ({ name, dims: [...dims], values: Float64Array.from(data) });
const runtime = load();
// one thread: a sum is always taken in the same order
const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 };
runtime?.InferenceSession.create(file, options).then((session) => {
  const run = async ({ rows, columns, values }) => {
    const tensor = new runtime.Tensor('float32', values, [rows, columns]);
    const outputs = await session.run({ [session.inputNames[0]]: tensor });
    answer(Object.entries(outputs).filter(floats).map(outputOf));
  };
  port.on('message', (rows) => void run(rows).catch(failing('run')));
  answer({ inputs: [...session.inputNames] });
}).catch(failing('file'));`;

/** Rows of a table, row by row; float32, NaN where missing. */
export interface OnnxRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A tensor of floats that the graph gave. */
export interface OnnxOutput {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float64Array;
}

/** The graph does not take what it was given; the message is the runtime's. */
export class OnnxRunFailed extends Error {
  override readonly name = 'OnnxRunFailed';
}

export interface OnnxThread {
  /** Names of what the graph takes. */
  readonly inputs: readonly string[];
  /** Waits for what the graph makes of rows. Throws `OnnxRunFailed`, or `OnnxTimedOut`, after which the thread is gone. */
  run(rows: OnnxRows): readonly OnnxOutput[];
}

interface Failure {
  readonly failed: 'runtime' | 'file' | 'run';
  readonly problem: string;
}

// whoever serves trees starts sooner without the module
const threads = () => process.getBuiltinModule('node:worker_threads');

// half of what an answer of `predict` may take
const PATIENCE_MILLISECONDS = 15_000;

// a thread ends when its port is closed, which happens when nobody can ask it any more
const abandoned = new FinalizationRegistry<MessagePort>((port) => port.close());

/**
 * Loads an ONNX file in a thread of its own: the runtime answers later, and whoever scores waits. Throws
 * `OnnxRuntimeMissing`, `ModelFileBroken` or `OnnxTimedOut`.
 */
export function startOnnxThread(file: Uint8Array, patience = PATIENCE_MILLISECONDS): OnnxThread {
  const { MessageChannel, Worker } = threads();
  const words = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const workerData = { port: port2, words, file };
  const worker = new Worker(workerSource, { eval: true, execArgv: [], workerData, transferList: [port2] });
  // who waits is told by the clock
  worker.on('error', () => undefined).unref();
  port1.unref();

  const answered = <Answer>(): Answer => {
    if (Atomics.wait(words, 0, 0, patience) === 'timed-out') {
      void worker.terminate();
      throw new OnnxTimedOut(
        `a model in ONNX should answer within ${patience / 1000} seconds, got nothing: make it smaller, or give the function more memory, which brings more processor`,
      );
    }
    const message = threads().receiveMessageOnPort(port1)?.message as Answer | Failure;
    if (!isFailure(message)) return message;
    throw errorOf(message);
  };

  const { inputs } = answered<{ readonly inputs: readonly string[] }>();
  const thread: OnnxThread = {
    inputs,
    run(rows) {
      Atomics.store(words, 0, 0);
      port1.postMessage(rows);
      return answered<readonly OnnxOutput[]>();
    },
  };
  abandoned.register(thread, port1);
  return thread;
}

function isFailure(message: unknown): message is Failure {
  return typeof message === 'object' && message !== null && 'failed' in message;
}

function errorOf({ failed, problem }: Failure): Error {
  if (failed === 'runtime') return new OnnxRuntimeMissing(problem);
  if (failed === 'file') return new ModelFileBroken('the model', 'an ONNX file that onnxruntime loads', problem);
  return new OnnxRunFailed(problem);
}
