import { rmSync } from 'node:fs';
import { type BenchRow, figure, row } from '../bench-rows.ts';
import { medianOf } from './alternated-runs.ts';
import type { BenchRun } from './bench-run.ts';
import { bothJobs, type FinishedJob } from './both-jobs.ts';
import { synthetic } from './datasets.ts';
import { growthExponent } from './growth-exponent.ts';
import { writeSyntheticCsv } from './synthetic-csv.ts';
import { everyTenth, writeRowNumbers } from './test-rows.ts';

interface Size {
  readonly rows: number;
  readonly columns: number;
}

interface SizeFigures extends Size {
  /** Of the whole job. */
  readonly seconds: number;
  /** Of the training alone. */
  readonly trainSeconds: number;
  readonly megabytes: number;
}

const COLUMNS = 28;
const WIDTHS = [7, 14, 28, 56];
/** Share of the rows of the large table at which widths are measured. */
const WIDE_SHARE = 0.1;
const RUNS = 3;
/** Seconds of the job of the large table up to which one of four times its rows takes less than three minutes. */
const QUICK = 40;

/** How time and memory of the whole job grow with rows and with columns, on one thread. */
export async function growthRows(bench: BenchRun): Promise<BenchRow[]> {
  const byRows: SizeFigures[] = [];
  for (const share of [0.01, 0.1, 1, 4]) {
    if (share > 1 && !bench.full && (byRows.at(-1)?.seconds ?? 0) > QUICK) {
      bench.tell(`skipped ${bench.rows * share} rows, which would take long: ask for them by --full`);
    } else byRows.push(await measured(bench, { rows: Math.round(bench.rows * share), columns: COLUMNS }));
  }
  const byColumns: SizeFigures[] = [];
  for (const columns of WIDTHS) byColumns.push(await measured(bench, { rows: bench.rows * WIDE_SHARE, columns }));
  return [
    ...figureRows(byRows),
    ...exponentRows(byRows, 'rows'),
    ...figureRows(byColumns),
    ...exponentRows(byColumns, 'columns'),
  ];
}

async function measured(bench: BenchRun, size: Size): Promise<SizeFigures> {
  const dataset = synthetic(`${bench.folder}/growth.csv`, size.columns);
  writeSyntheticCsv(dataset.path, { ...size, seed: 0 });
  const testRows = writeRowNumbers(`${bench.folder}/growth-rows.json`, everyTenth(size.rows));
  const { ours } = await bothJobs(bench, { dataset, testRows, seed: 7, cores: '1' });
  const runs = Array.from({ length: size.rows > bench.rows ? 1 : RUNS }, ours);
  rmSync(dataset.path);
  const median = (of: (run: FinishedJob) => number) => medianOf(runs, of);
  const figures = {
    seconds: median(({ seconds }) => seconds),
    trainSeconds: median(({ train_s }) => train_s),
    megabytes: median(({ peak_mb }) => peak_mb),
  };
  const { seconds, trainSeconds, megabytes } = figures;
  bench.tell(
    `${nameOf(size)}: job ${seconds.toFixed(2)} s, training ${trainSeconds.toFixed(2)} s, ${Math.round(megabytes)} MB`,
  );
  return { ...size, ...figures };
}

function figureRows(sizes: readonly SizeFigures[]): BenchRow[] {
  return sizes.flatMap((size) => [
    figure(`growth, ${nameOf(size)}, seconds of the whole job`, size.seconds),
    figure(`growth, ${nameOf(size)}, seconds of the training`, size.trainSeconds),
    figure(`growth, ${nameOf(size)}, peak MB`, size.megabytes),
  ]);
}

function exponentRows(sizes: readonly SizeFigures[], by: keyof Size): BenchRow[] {
  const exponent = (of: (size: SizeFigures) => number, among = sizes) =>
    growthExponent(among.map((size) => ({ x: size[by], y: of(size) })));
  return [
    row(
      `growth with ${by}, exponent of the training's seconds`,
      exponent(({ trainSeconds }) => trainSeconds),
      '<=1.1',
    ),
    row(
      `growth with ${by}, exponent of the peak memory`,
      exponent(({ megabytes }) => megabytes),
      '<=1.1',
    ),
  ];
}

function nameOf({ rows, columns }: Size): string {
  return `${rows} × ${columns}`;
}
