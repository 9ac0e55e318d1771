import { type BenchRow, printRows, reference, rowBesidePeer } from './bench-rows.ts';
import { type Population, paired } from './gate/paired-trial.ts';

/**
 * Simulates comparisons of two models of known AUC and counts promotions: by the gate, and by the same threshold on points
 * alone. Every number depends on its seed only, so that a run can be repeated.
 */
const models = { auc: 0.8, prevalence: 0.2, correlation: 0.9 };

/** Chance of error that the gate allows itself: half of what its 90 % interval leaves out. */
const NOMINAL = 0.05;

/** Least share of promotions at a true gain of .02, by rows. */
const leastPower = [
  { rows: 200, target: '>=0.2' },
  { rows: 500, target: '>=0.45' },
  { rows: 2_000, target: '>=0.9' },
  { rows: 10_000, target: '>=0.99' },
];

const given = process.argv.indexOf('--repetitions');
const repetitions = given === -1 ? 1_000 : Number(process.argv[given + 1]);

const started = performance.now();
const tell = (text: string) => console.error(`${((performance.now() - started) / 1000).toFixed(1)} s  ${text}`);

/** Share of comparisons that promote, of the gate and of the threshold. */
function promotions(population: Population, comparisons: number): { readonly ours: number; readonly peer: number } {
  const verdicts = Array.from({ length: comparisons }, (_, repetition) => paired(population, repetition));
  return {
    ours: verdicts.filter(({ gate }) => gate).length / comparisons,
    peer: verdicts.filter(({ threshold }) => threshold).length / comparisons,
  };
}

function measured({ rows, target }: (typeof leastPower)[number]): BenchRow[] {
  // large samples take long and hardly ever err
  const comparisons = rows > 5_000 ? Math.ceil(repetitions * 0.3) : repetitions;
  tell(`${rows} rows, ${comparisons} comparisons for each true gain`);
  const rowFor = (what: string, gain: number, bound: string | null) => {
    const { ours, peer } = promotions({ ...models, rows, gain }, comparisons);
    const name = `${what}, ${rows} rows, beside a threshold alone`;
    return bound === null ? reference(name, ours, peer) : rowBesidePeer(name, ours, peer, bound);
  };
  return [
    rowFor('false promotions of an equal model', 0, `<=${mostErrors(comparisons)}`),
    rowFor('promotions at a true gain of .01', 0.01, null),
    rowFor('promotions at a true gain of .02', 0.02, target),
  ];
}

/** The nominal chance and three standard errors of a share of so many comparisons. */
function mostErrors(comparisons: number): number {
  return Number((NOMINAL + 3 * Math.sqrt((NOMINAL * (1 - NOMINAL)) / comparisons)).toFixed(4));
}

const results = leastPower.flatMap(measured);
printRows(results);
process.exit(results.every(({ met }) => met) ? 0 : 1);
