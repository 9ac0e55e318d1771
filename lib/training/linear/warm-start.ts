import {
  columnsOf,
  type FittedModel,
  type LinearPreparation,
  type LinearScorer,
  type NumericPreparation,
} from '../fitted-model.ts';

/** What a model is about to be fitted with. */
interface NextModel extends Pick<FittedModel, 'positiveClass' | 'classes'> {
  readonly preparation: readonly LinearPreparation[];
}

/**
 * The numbers from which a fit goes on where a champion ended (`parameterCount` of them): its weights by feature, level and
 * class, those of numbers turned to the new scale, and 0 for what it does not know. Null where it is not linear or has
 * another positive class.
 */
export function startFromChampion(champion: FittedModel, next: NextModel): Float64Array | null {
  const { scorer } = champion;
  if (scorer.kind !== 'linear' || champion.positiveClass !== next.positiveClass) return null;
  const outputs = next.positiveClass === null ? next.classes : [next.positiveClass];
  const known = champion.positiveClass === null ? champion.classes : [champion.positiveClass];
  const columns = next.preparation.reduce((sum, part) => sum + columnsOf(part), 0);
  const start = new Float64Array((columns + 2) * outputs.length);
  for (const [output, name] of outputs.entries()) {
    const from = known.indexOf(name);
    if (from < 0) continue;
    const { weights, intercept } = carryOver(champion, scorer, from, next.preparation);
    for (const [column, weight] of weights.entries()) start[column * outputs.length + output] = weight;
    start[(columns + 1) * outputs.length + output] = intercept;
  }
  return start;
}

interface Carried {
  readonly weights: readonly number[];
  readonly intercept: number;
}

/** The weights of one output in the columns of another preparation. */
function carryOver(
  champion: FittedModel,
  scorer: LinearScorer,
  output: number,
  next: readonly LinearPreparation[],
): Carried {
  // a linear scorer has such a preparation
  const known = champion.preparation as readonly LinearPreparation[];
  const old = weightsByMeaning(known, scorer.weights[output] ?? []);
  const scales = new Map(known.map((part) => [part.feature, part]));
  let intercept = scorer.intercepts[output] ?? 0;
  const weights = next.flatMap((part) => {
    const found = meaningsOf(part).map((meaning) => old.get(meaning) ?? 0);
    const before = scales.get(part.feature);
    if (part.kind === 'categorical' || before?.kind !== 'numeric') return found;
    const [weight = 0, ...indicator] = found;
    intercept += weight * meanShift(before, part);
    return [(weight * part.scale) / before.scale, ...indicator];
  });
  return { weights, intercept };
}

/** By how many old scales the mean has risen. */
function meanShift(before: NumericPreparation, after: NumericPreparation): number {
  return (after.mean - before.mean) / before.scale;
}

function weightsByMeaning(preparation: readonly LinearPreparation[], weights: readonly number[]): Map<string, number> {
  return new Map(preparation.flatMap(meaningsOf).map((meaning, column) => [meaning, weights[column] ?? 0]));
}

/** What each column of a feature says, in a text that no other column has. */
function meaningsOf(part: LinearPreparation): string[] {
  const name = (...meaning: string[]) => JSON.stringify([part.feature, part.kind, ...meaning]);
  const values =
    part.kind === 'numeric'
      ? [name('value')]
      : [...part.levels.map((level) => name('level', level)), ...(part.other ? [name('other')] : [])];
  return part.indicator ? [...values, name('missing')] : values;
}
