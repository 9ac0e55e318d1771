import { countWhere, decileBins } from '../../statistics/drift/bin-edges.ts';
import type { FittedModel } from '../fitted-model.ts';
import type { MissingTexts } from '../preparation/fit-preparation.ts';
import type { ModelScore } from '../scoring/scorer.ts';
import type { FeatureTable, TableColumn } from '../table/feature-table.ts';
import { type FeatureSpread, featureImportance } from './feature-importance.ts';
import { columnValues, type LevelRows } from './value-counts.ts';

/** Levels that are counted by name; the rarer ones are counted together. */
const MOST_LEVELS = 50;

/** How many rows have each value, or one of the bins up to and including each edge and above the last. */
export type ProfiledFeature = NumericProfile | CategoricalProfile;

interface NumericProfile {
  readonly kind: 'numeric';
  readonly feature: string;
  /** Texts that mean "missing". */
  readonly missing: string[];
  /** From 0 to 1; those of all features add up to 1. */
  readonly importance: number;
  readonly edges: number[];
  readonly counts: { readonly bins: number[]; readonly missing: number };
  /** Of the values that are not missing; null without one. The deviation is that of these values alone, by rows. */
  readonly mean: number | null;
  readonly deviation: number | null;
}

interface CategoricalProfile {
  readonly kind: 'categorical';
  readonly feature: string;
  readonly missing: string[];
  readonly importance: number;
  readonly counts: {
    /** The most frequent first, the first by name of equally frequent ones. */
    readonly levels: { readonly level: string; readonly rows: number }[];
    readonly other: number;
    readonly missing: number;
  };
}

/** How the scores of one output are spread, and how often it came true. */
interface ScoreProfile {
  /** The label that it is the probability of. */
  readonly output: string;
  readonly edges: number[];
  readonly bins: number[];
  /** Rows of each bin whose label is the output. */
  readonly positives: number[];
}

/** Rows that a model did not learn from, with what it says of them. */
export interface LabelledScores {
  readonly scores: readonly ModelScore[];
  /** In the order of the scores. */
  readonly labels: readonly string[];
}

export interface RowProfile {
  readonly rows: number;
  readonly features: ProfiledFeature[];
  readonly scoreRows: number;
  /** One per output of the model. */
  readonly scores: ScoreProfile[];
}

/** The rows that a model was trained on. */
export interface ProfiledRows {
  readonly table: FeatureTable;
  readonly missing: MissingTexts;
}

/** What later rows are compared with: the features of the rows that a model was trained on, and the holdout. */
export function profileRows(model: FittedModel, { table, missing }: ProfiledRows, holdout: LabelledScores): RowProfile {
  const profiled = table.columns.map((column) => profileColumn(column, [...(missing.get(column.feature) ?? [])]));
  const spreads = new Map(profiled.map(({ profile, spread }) => [profile.feature, spread]));
  const importance = featureImportance(model, spreads);
  return {
    rows: table.rows,
    features: profiled.map(({ profile }) => ({ ...profile, importance: importance.get(profile.feature) ?? 0 })),
    scoreRows: holdout.scores.length,
    scores: outputsOf(model).map((output, index) => profileScores(output, index, holdout)),
  };
}

function profileScores(output: string, index: number, { scores, labels }: LabelledScores): ScoreProfile {
  const values = new Float64Array(scores.length);
  for (let row = 0; row < values.length; row += 1) values[row] = scoreOf(scores[row] as ModelScore, index);
  const { edges, bins } = decileBins(values);
  return { output, edges, bins: [...bins], positives: countWhere(edges, values, (row) => labels[row] === output) };
}

/** The labels that the outputs of a model are the probabilities of. */
function outputsOf({ positiveClass, classes }: FittedModel): readonly string[] {
  return positiveClass === null ? classes : [positiveClass];
}

/** The probability that a score gives one output. */
export function scoreOf(score: ModelScore, output: number): number {
  return (Array.isArray(score) ? score[output] : score) ?? Number.NaN;
}

interface Profiled {
  readonly profile: ProfiledFeature;
  readonly spread: FeatureSpread;
}

function profileColumn(column: TableColumn, missing: string[]): Profiled {
  const common = { feature: column.feature, missing, importance: 0 };
  const values = columnValues(column);
  if (values.kind === 'categorical') {
    const spread = { rows: column.kind === 'categorical' ? column.codes.length : 0, ...values };
    return { spread, profile: { kind: 'categorical', ...common, counts: mostFrequent(values) } };
  }
  const { numbers } = values;
  const { edges, bins } = decileBins(numbers);
  const { mean, deviation } = momentsOf(numbers);
  return {
    spread: {
      kind: 'numeric',
      rows: numbers.length + values.missing,
      missing: values.missing,
      deviation: deviation ?? 0,
    },
    profile: {
      kind: 'numeric',
      ...common,
      edges,
      counts: { bins: [...bins], missing: values.missing },
      mean,
      deviation,
    },
  };
}

function momentsOf(values: Float64Array): Pick<NumericProfile, 'mean' | 'deviation'> {
  const { length } = values;
  if (length === 0) return { mean: null, deviation: null };
  let sum = 0;
  for (let row = 0; row < length; row += 1) sum += values[row] as number;
  const mean = sum / length;
  let squares = 0;
  for (let row = 0; row < length; row += 1) squares += ((values[row] as number) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / length) };
}

function mostFrequent({ levels, missing }: LevelRows): CategoricalProfile['counts'] {
  const all = [...levels].sort(([one, count], [other, more]) => more - count || (one < other ? -1 : 1));
  return {
    levels: all.slice(0, MOST_LEVELS).map(([level, rows]) => ({ level, rows })),
    other: all.slice(MOST_LEVELS).reduce((sum, [, rows]) => sum + rows, 0),
    missing,
  };
}
