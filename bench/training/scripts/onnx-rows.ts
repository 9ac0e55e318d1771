import { createRequire } from 'node:module';
import { readFloats, writeFloats } from '../float-file.ts';
import { orderOf } from '../own-process.ts';
import { rowTimes } from '../row-times.ts';

/** Scores rows by onnxruntime-node, on one thread. */
export interface OnnxOrder {
  /** Folder of the package. */
  readonly runtime: string;
  readonly model: string;
  /** File of float32, row by row. */
  readonly rows: string;
  readonly columns: number;
  /** Where to write the margins of all rows. */
  readonly margins: string;
}

interface Tensor {
  readonly data: Float32Array;
}

interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Tensor;
  readonly InferenceSession: {
    create(path: string, options: object): Promise<{ run(feeds: { readonly rows: Tensor }): Promise<Answer> }>;
  };
}

interface Answer {
  readonly margins: Tensor;
}

const { runtime, model, rows, columns, margins } = orderOf<OnnxOrder>();
const onnx = createRequire(import.meta.url)(runtime) as OnnxRuntime;
const session = await onnx.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const values = readFloats(rows);
const run = (of: Float32Array) => session.run({ rows: new onnx.Tensor('float32', of, [of.length / columns, columns]) });

writeFloats(margins, (await run(values)).margins.data);
console.log(JSON.stringify(await rowTimes({ values, columns }, { row: run, batch: run }, 5_000)));
