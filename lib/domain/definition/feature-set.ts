import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { pathText } from '../problems.ts';
import { type Intact, type Parts, problemAt } from './definition-parts.ts';
import { columnList } from './definition-values.ts';

const featureLists = ['numeric', 'categorical', 'text', 'dropped'] as const;
type FeatureList = (typeof featureLists)[number];

/** The columns of the data by what may be done with them; the target is in none. */
export type FeatureSet = Readonly<Record<FeatureList, readonly string[]>>;

const MOST_COLUMNS = 1_000;

export const featureSetSchema = z.strictObject(
  {
    numeric: columnList.optional().describe('columns of numbers'),
    categorical: columnList.optional().describe('columns of names'),
    text: columnList.optional().describe('columns accepted with outcomes and never trained on'),
    dropped: columnList.optional().describe('columns that must never reach a model, such as leaks and ids'),
  },
  'should be an object with lists of columns, such as {"numeric": ["age"], "categorical": ["job"]}',
);

type FeatureParts = Parts<{ features: z.infer<typeof featureSetSchema>; target: string }>;

interface Column {
  readonly name: string;
  readonly list: FeatureList;
  readonly path: readonly PropertyKey[];
}

/** Every well-formed column of the features, with its place in the file. */
export function columnsOf(features: FeatureParts['features']): Column[] {
  return featureLists.flatMap((list) =>
    (features?.[list] ?? []).flatMap((name, index) =>
      name === undefined ? [] : [{ name, list, path: ['features', list, index] }],
    ),
  );
}

export function featureProblems({ features, target }: FeatureParts, intact: Intact): Problem[] {
  const columns = columnsOf(features);
  return [...misplacedColumns(columns, target), ...columnCounts(columns, features, intact)];
}

function misplacedColumns(columns: readonly Column[], target: string | undefined): Problem[] {
  const first = new Map<string, Column>();
  return columns.flatMap((column) => {
    const earlier = first.get(column.name);
    if (earlier === undefined) first.set(column.name, column);
    if (column.name === target)
      return [problemAt(column.path, 'should be a column other than the target', column.name)];
    if (earlier === undefined) return [];
    const expected = `should be a column that occurs once in the features, it stands at ${pathText(earlier.path)} too`;
    return [problemAt(column.path, expected, column.name)];
  });
}

function columnCounts(columns: readonly Column[], features: FeatureParts['features'], intact: Intact): Problem[] {
  if (columns.length > MOST_COLUMNS) {
    const expected = `should have at most ${MOST_COLUMNS} columns in all`;
    return [{ path: 'features', expected, got: `${columns.length} columns` }];
  }
  const trained = columns.some(({ list }) => list === 'numeric' || list === 'categorical');
  if (trained || !intact('features.numeric', 'features.categorical')) return [];
  const expected = 'should have at least one numeric or categorical column, such as {"numeric": ["age"]}';
  return [problemAt(['features'], expected, features)];
}

export function resolveFeatures(features: z.infer<typeof featureSetSchema>): FeatureSet {
  const { numeric = [], categorical = [], text = [], dropped = [] } = features;
  return { numeric, categorical, text, dropped };
}
