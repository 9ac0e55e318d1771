import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { valueText } from '../problems.ts';
import { levelOf, missingLevel, missingNumber } from './missing-value.ts';

type Rules = Pick<ModelDefinition, 'features' | 'featureRules'>;
type Rows = readonly Pick<StoredOutcome, 'features'>[];

/** Which features have more missing values than their rule allows; null when none has. */
export function missingFault({ features, featureRules }: Rules, rows: Rows): string | null {
  const numeric = new Set(features.numeric);
  const faults = Object.entries(featureRules).flatMap(([name, { missing, maximumUnknownShare }]) => {
    const isMissing = numeric.has(name) ? missingNumber(missing) : missingLevel(missing);
    const count = rows.filter((row) => isMissing(row.features[name])).length;
    return count > maximumUnknownShare * rows.length
      ? [`'${name}' is missing in ${count} of ${rows.length} rows, at most ${maximumUnknownShare} of them may lack it`]
      : [];
  });
  return faults.length === 0 ? null : faults.join('; ');
}

/** Which features have levels that their rule does not know; null when none has. */
export function levelFault({ featureRules }: Rules, rows: Rows): string | null {
  const faults = Object.entries(featureRules).flatMap(([name, { missing, levels }]) => {
    if (levels === null) return [];
    const read = levelOf(missing);
    const known = new Set(levels);
    const unknown = rows.map((row) => read(row.features[name])).filter((level) => level !== null && !known.has(level));
    return unknown.length === 0
      ? []
      : [`'${name}' has a level that it should not have, ${valueText(unknown[0])}, in ${unknown.length} rows`];
  });
  return faults.length === 0 ? null : faults.join('; ');
}
