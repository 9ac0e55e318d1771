import { countBins } from '../../statistics/drift/bin-edges.ts';
import type { ModelScore } from '../scoring/scorer.ts';
import type { TrainingFeatures } from '../table/feature-reading.ts';
import { type ProfiledFeature, type RowProfile, scoreOf } from './row-profile.ts';
import { type ColumnValues, type LevelRows, readColumns } from './value-counts.ts';

/** Levels without a count of their own in the profile that keep their names; the others are counted together. */
const MOST_UNSEEN = 50;

/** Rows of one feature by the bins or levels of its profile. */
type CountedFeature =
  | {
      readonly kind: 'numeric';
      readonly feature: string;
      readonly counts: { readonly bins: number[]; readonly missing: number };
    }
  | {
      readonly kind: 'categorical';
      readonly feature: string;
      readonly counts: {
        readonly levels: { readonly level: string; readonly rows: number }[];
        readonly other: number;
        readonly missing: number;
      };
    };

export interface CountedRows {
  readonly rows: number;
  readonly features: CountedFeature[];
  readonly scores: { readonly output: string; readonly bins: number[] }[];
}

/** Counts rows that a model has scored as its profile counted those before. */
export function countRows(
  profile: Pick<RowProfile, 'features' | 'scores'>,
  rows: readonly { readonly features: TrainingFeatures; readonly score: ModelScore }[],
): CountedRows {
  const columns = readColumns(
    profile.features,
    rows.map(({ features }) => features),
  );
  return {
    rows: rows.length,
    features: columns.flatMap((column, index) => countColumn(profile.features[index], column)),
    scores: profile.scores.map(({ output, edges }, index) => {
      const scores = rows.map(({ score }) => scoreOf(score, index));
      return { output, bins: [...countBins(edges, scores).bins] };
    }),
  };
}

function countColumn(profile: ProfiledFeature | undefined, column: ColumnValues): CountedFeature[] {
  if (profile?.kind === 'numeric' && column.kind === 'numeric') {
    const { bins } = countBins(profile.edges, Array.from(column.numbers));
    return [{ kind: 'numeric', feature: profile.feature, counts: { bins: [...bins], missing: column.missing } }];
  }
  if (profile?.kind !== 'categorical' || column.kind !== 'categorical') return [];
  return [{ kind: 'categorical', feature: profile.feature, counts: countLevels(profile.counts, column) }];
}

type LevelCounts = Extract<CountedFeature, { readonly kind: 'categorical' }>['counts'];

function countLevels(reference: LevelCounts, { levels, missing }: LevelRows): LevelCounts {
  const listed = new Set(reference.levels.map(({ level }) => level));
  const unlisted = [...levels].filter(([level]) => !listed.has(level)).sort(([one], [other]) => (one < other ? -1 : 1));
  // where the profile has rarer levels, a level that it does not list may be one of them
  const named = reference.other > 0 ? 0 : MOST_UNSEEN;
  return {
    levels: [...levels]
      .filter(([level]) => listed.has(level))
      .concat(unlisted.slice(0, named))
      .map(([level, count]) => ({ level, rows: count })),
    other: unlisted.slice(named).reduce((sum, [, count]) => sum + count, 0),
    missing,
  };
}
