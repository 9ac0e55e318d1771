import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchRow, printRows } from './bench-rows.ts';
import { adoptedOnnxRows } from './training/adopted-onnx-rows.ts';
import { type BenchRun, benchRun } from './training/bench-run.ts';
import { coldStartRows } from './training/cold-start-rows.ts';
import { growthRows } from './training/growth-rows.ts';
import { jobRows, twoThreadRows } from './training/job-rows.ts';
import { forestRows, logisticRows } from './training/model-rows.ts';
import { multiclassRows } from './training/multiclass-rows.ts';
import { pythonMissing } from './training/python-peers.ts';
import { qualityRows } from './training/quality-rows.ts';
import { roundTripRows } from './training/round-trip-rows.ts';
import { scoringRows } from './training/scoring-rows.ts';

/**
 * Measures training and scoring beside pandas, XGBoost, scikit-learn and onnxruntime, on the same rows and cores, in
 * alternating runs. Times are of this machine; the ratios are what it is about.
 */
interface Section {
  readonly needsPython: boolean;
  readonly rows: (bench: BenchRun) => Promise<BenchRow[]>;
}

const sections: Readonly<Record<string, Section>> = {
  job: { needsPython: true, rows: jobRows },
  threads: { needsPython: true, rows: twoThreadRows },
  quality: { needsPython: true, rows: qualityRows },
  multiclass: { needsPython: true, rows: multiclassRows },
  logistic: { needsPython: true, rows: logisticRows },
  forest: { needsPython: true, rows: forestRows },
  scoring: { needsPython: false, rows: scoringRows },
  cold: { needsPython: false, rows: coldStartRows },
  trip: { needsPython: true, rows: roundTripRows },
  onnx: { needsPython: false, rows: adoptedOnnxRows },
  growth: { needsPython: false, rows: growthRows },
};

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string', default: Object.keys(sections).join(',') },
    repeats: { type: 'string', default: '5' },
    rows: { type: 'string', default: '1000000' },
    full: { type: 'boolean', default: false },
  },
});

function wholeFrom(least: number, name: 'repeats' | 'rows'): number {
  const value = Number(flags[name]);
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`'--${name}' should be a whole number from ${least}, for example ${least}, got ${flags[name]}`);
}

const wanted = flags.only.split(',');
const unknown = wanted.find((name) => !Object.hasOwn(sections, name));
if (unknown !== undefined) {
  throw new RangeError(`'--only' should name some of ${Object.keys(sections).join(',')}, got ${unknown}`);
}
const settings = { repeats: wholeFrom(1, 'repeats'), rows: wholeFrom(1_000, 'rows'), full: flags.full };

const started = performance.now();
const tell = (text: string) => console.error(`${((performance.now() - started) / 1000).toFixed(1)} s  ${text}`);
const folder = mkdtempSync(join(tmpdir(), 'ratchet-training-'));
const missing = pythonMissing();
if (missing !== null) tell(`skipped what is measured beside Python: ${missing}`);

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const rows: BenchRow[] = [];
const bench = benchRun(settings, folder, tell);
for (const name of wanted) {
  const section = sections[name] as Section;
  if (missing !== null && section.needsPython) continue;
  const measured = await section.rows(bench);
  rows.push(...measured);
  // the whole takes many minutes
  if (!flags.json) printRows(measured);
}
if (flags.json) printRows(rows);
process.exit(rows.every(({ met }) => met) ? 0 : 1);
