import { ModelMismatch } from '../adoption/model-mismatch.ts';
import type { ScoreTerms } from '../scoring/score-terms.ts';
import { type OnnxOutput, type OnnxRows, OnnxRunFailed, type OnnxThread, startOnnxThread } from './onnx-thread.ts';

/** A graph whose scores are probabilities of the labels. */
export interface OnnxNetwork {
  /**
   * The probabilities of rows, row by row, one per output; each row with as many values as there are columns. Throws
   * `ModelMismatch` for scores that are no probabilities, or `OnnxTimedOut`.
   */
  scores(values: Float32Array): Float64Array;
}

/** What the graph has to take and to give. */
export interface NetworkForm extends ScoreTerms {
  readonly columns: number;
}

/** Rows that are handed over at once. */
const BLOCK_ROWS = 4_096;

// sums of float32
const TOLERANCE = 1e-4;

/**
 * Loads a graph from a float tensor [rows, columns] to probabilities. Throws `OnnxRuntimeMissing`, `OnnxTimedOut`,
 * `ModelFileBroken` for a file that the runtime does not load, or `ModelMismatch` for a graph of another form, which
 * rows with missing values show.
 */
export function openNetwork(file: Uint8Array, form: NetworkForm, patience?: number): OnnxNetwork {
  let thread: OnnxThread | null = startOnnxThread(file, patience);
  requireOneInput(thread, form);
  const run = (rows: OnnxRows) => {
    const asked: OnnxThread = thread ?? startOnnxThread(file, patience);
    // one that does not answer in time is gone, and the next rows need another
    thread = null;
    const outputs = runOn(asked, rows);
    thread = asked;
    return outputs;
  };
  const network: OnnxNetwork = { scores: (values) => scoresOf(run, form, values) };
  network.scores(rowsWithMissing(form.columns));
  return network;
}

function requireOneInput({ inputs }: OnnxThread, { columns }: NetworkForm): void {
  if (inputs.length === 1) return;
  throw new ModelMismatch(
    `the model should have one input, a float tensor of [rows, ${columns}], got ${inputs.length} (${inputs.join(', ')}): concatenate them in the graph`,
  );
}

/** One row per column that misses this one alone, and one that misses all. */
function rowsWithMissing(columns: number): Float32Array {
  const values = new Float32Array((columns + 1) * columns);
  for (let column = 0; column < columns; column += 1) values[column * columns + column] = Number.NaN;
  return values.fill(Number.NaN, columns * columns);
}

type Run = (rows: OnnxRows) => readonly OnnxOutput[];

function scoresOf(run: Run, form: NetworkForm, values: Float32Array): Float64Array {
  const { columns } = form;
  const rows = values.length / columns;
  const outputs = outputCount(form);
  const scores = new Float64Array(rows * outputs);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const end = Math.min(rows, start + BLOCK_ROWS);
    const block = { rows: end - start, columns, values: values.slice(start * columns, end * columns) };
    scores.set(probabilitiesOf(run(block), block.rows, form), start * outputs);
  }
  return scores;
}

function runOn(thread: OnnxThread, block: OnnxRows): readonly OnnxOutput[] {
  try {
    return thread.run(block);
  } catch (cause) {
    if (!(cause instanceof OnnxRunFailed)) throw cause;
    throw new ModelMismatch(
      `the model should take a float tensor of [rows, ${block.columns}], one column per feature of the definition and any number of rows, got '${cause.message}': export it for these, or change 'features'`,
      { cause },
    );
  }
}

/** Of a positive class the last column is taken where there are two. */
function probabilitiesOf(outputs: readonly OnnxOutput[], rows: number, form: NetworkForm): Float64Array {
  const { dims, values } = scoreOutput(outputs, form);
  const count = outputCount(form);
  const width = dims.length === 1 ? 1 : (dims[1] as number);
  const fits = dims.length <= 2 && dims[0] === rows && (width === count || (count === 1 && width === 2));
  if (!fits)
    throw new ModelMismatch(`the model should give ${wanted(form)}, got [${dims.join(', ')}] for ${rows} rows`);
  requireProbabilities(values, width, form);
  const scores = width === count ? values : values.filter((_, place) => place % 2 === 1);
  return scores.map((score) => Math.min(1, Math.max(0, score)));
}

/** The output `probabilities`, or the only one of floats: a label beside it is none. */
function scoreOutput(outputs: readonly OnnxOutput[], form: NetworkForm): OnnxOutput {
  const named = outputs.find(({ name }) => name === 'probabilities');
  const [only] = outputs;
  if (named !== undefined) return named;
  if (only !== undefined && outputs.length === 1) return only;
  const names = outputs.map(({ name }) => name).join(', ') || 'none';
  throw new ModelMismatch(
    `the model should give ${wanted(form)} as its only output of floats, or as one called 'probabilities', got ${names}`,
  );
}

function requireProbabilities(values: Float64Array, width: number, form: NetworkForm): void {
  for (let row = 0; row < values.length; row += width) {
    const scores = values.subarray(row, row + width);
    const inRange = scores.every((score) => score >= -TOLERANCE && score <= 1 + TOLERANCE);
    const sum = width === 1 ? 1 : scores.reduce((total, score) => total + score, 0);
    if (inRange && Math.abs(sum - 1) <= TOLERANCE) continue;
    throw new ModelMismatch(
      `the model should give ${wanted(form)}, also where values are missing (NaN), got ${scores.join(', ')}: end it with a sigmoid or softmax, and begin it with a filling of missing values`,
    );
  }
}

function outputCount({ positiveClass, classes }: ScoreTerms): number {
  return positiveClass === null ? classes.length : 1;
}

function wanted({ positiveClass, classes }: ScoreTerms): string {
  if (positiveClass === null) return `probabilities of [rows, ${classes.length}], of ${classes.join(', ')}`;
  return `the probability of '${positiveClass}' as [rows], [rows, 1] or the second column of [rows, 2]`;
}
