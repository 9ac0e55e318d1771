import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DataFinding } from '../artifacts/data-finding.ts';
import { valueText } from '../problems.ts';
import type { DataGateQuestion } from './data-gate-question.ts';
import { levelOf, missingLevel, missingNumber } from './missing-value.ts';

/** Features that have more missing values than their rule allows (S0-29). */
export function missingFindings({ definition: { features, featureRules }, rows }: DataGateQuestion): DataFinding[] {
  const numeric = new Set(features.numeric);
  const n = rows.length;
  return Object.entries(featureRules).flatMap(([name, { missing, maximumUnknownShare: threshold }]) => {
    const isMissing = numeric.has(name) ? missingNumber(missing) : missingLevel(missing);
    const count = rows.filter((row) => isMissing(row.features[name])).length;
    if (n === 0 || count / n <= threshold + THRESHOLD_TOLERANCE) return [];
    const remedy = `mend its source, or raise featureRules.${name}.maximumUnknownShare`;
    const reason = `'${name}' is missing in ${count} of ${n} rows, at most ${threshold} of them may lack it: ${remedy}`;
    return [{ code: 'TooManyMissing', severity: 'stop', reason, value: count / n, threshold, n }];
  });
}

/** Features that have levels which their rule does not know. */
export function levelFindings({ definition: { featureRules }, rows }: DataGateQuestion): DataFinding[] {
  return Object.entries(featureRules).flatMap(([name, { missing, levels }]) => {
    if (levels === null) return [];
    const read = levelOf(missing);
    const known = new Set(levels);
    const unknown = rows.flatMap((row) => read(row.features[name]) ?? []).filter((level) => !known.has(level));
    if (unknown.length === 0) return [];
    const example = valueText(unknown.reduce((least, level) => (level < least ? level : least)));
    const remedy = `mend its source, or add the level to featureRules.${name}.levels`;
    const reason = `'${name}' has a level that it should not have, ${example}, in ${unknown.length} rows: ${remedy}`;
    return [
      { code: 'UnknownLevel', severity: 'stop', reason, value: unknown.length, threshold: 0, n: rows.length },
    ] satisfies DataFinding[];
  });
}
