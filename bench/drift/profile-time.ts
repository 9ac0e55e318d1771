import { type FittedModel, isNumber } from '../../lib/training/fitted-model.ts';
import { profileRows } from '../../lib/training/profile/row-profile.ts';
import type { TrainingFeatures } from '../../lib/training/table/feature-reading.ts';
import { tableBuilder } from '../../lib/training/table/table-builder.ts';

const NUMERIC = 24;
const CATEGORICAL = 6;
const LEVELS = 40;
/** After one that compiles what they run. */
const RUNS = 3;

/** Seconds of one thread to profile so many rows of 24 numeric and 6 categorical features, the best of three runs. */
export function profileSeconds(rows: number): number {
  const model = someModel();
  // as they come from an archive, which is what makes them objects of one shape
  const values = Array.from({ length: rows }, (_, row): TrainingFeatures => JSON.parse(JSON.stringify(someRow(row))));
  const scores = Array.from({ length: rows }, (_, row) => fraction(row, 97));
  const labels = scores.map((score, row) => (fraction(row, 98) < score ? 'yes' : 'no'));
  const missing = new Map<string, readonly string[]>();
  const profile = () => profileRows(model, { table: tableOf(model, values), missing }, { scores, labels });
  profile();
  return Math.min(...Array.from({ length: RUNS }, () => secondsOf(profile)));
}

function tableOf({ preparation }: FittedModel, rows: readonly TrainingFeatures[]) {
  const builder = tableBuilder(
    preparation.map((part) => ({ name: part.feature, kind: isNumber(part) ? 'numeric' : 'categorical', missing: [] })),
  );
  for (const row of rows) builder.add(row);
  return builder.finish();
}

function secondsOf(action: () => unknown): number {
  const before = process.threadCpuUsage();
  action();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}

function someModel(): FittedModel {
  const numeric = Array.from({ length: NUMERIC }, (_, feature) => ({
    kind: 'numeric' as const,
    feature: `number ${feature}`,
    missing: [],
    fill: 0,
    mean: 0,
    scale: 1,
    indicator: true,
  }));
  const categorical = Array.from({ length: CATEGORICAL }, (_, feature) => ({
    kind: 'categorical' as const,
    feature: `name ${feature}`,
    missing: [],
    levels: Array.from({ length: LEVELS }, (_, level) => levelName(level)),
    other: false,
    indicator: true,
  }));
  const columns = NUMERIC * 2 + CATEGORICAL * (LEVELS + 1);
  return {
    preparation: [...numeric, ...categorical],
    scorer: { kind: 'linear', intercepts: [0], weights: [Array.from({ length: columns }, () => 1)] },
    positiveClass: 'yes',
    classes: [],
  };
}

/** Smooth, skewed and whole numbers by turns, a hundredth of them missing. */
function someRow(row: number): Record<string, number | string | null> {
  const values: Record<string, number | string | null> = {};
  for (let feature = 0; feature < NUMERIC; feature += 1) {
    const part = fraction(row, feature);
    const skewed = feature % 3 === 1 ? Math.exp(5 * part) : part * 100;
    values[`number ${feature}`] = part < 0.01 ? null : feature % 3 === 2 ? Math.floor(skewed) : skewed;
  }
  for (let feature = 0; feature < CATEGORICAL; feature += 1) {
    values[`name ${feature}`] = levelName(Math.floor(fraction(row, NUMERIC + feature) * LEVELS));
  }
  return values;
}

function levelName(level: number): string {
  return `level ${level}`;
}

/** Spread over 0 to 1 without dice. */
function fraction(row: number, stream: number): number {
  return (row * 0.618_033_988_749_895 + stream * 0.414_213_562_373_095 + ((row * (stream + 7)) % 101) / 101) % 1;
}
