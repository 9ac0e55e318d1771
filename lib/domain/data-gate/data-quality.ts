import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DataFinding } from '../artifacts/data-finding.ts';
import type { DataFacts } from './data-facts.ts';

/** Features that have more missing values than their rule allows (S0-29). */
export function missingFindings({ missing, rows: n }: DataFacts): DataFinding[] {
  return missing.flatMap(({ feature: name, rows: count, maximumShare: threshold }) => {
    if (n === 0 || count / n <= threshold + THRESHOLD_TOLERANCE) return [];
    const remedy = `mend its source, or raise featureRules.${name}.maximumUnknownShare`;
    const reason = `'${name}' is missing in ${count} of ${n} rows, at most ${threshold} of them may lack it: ${remedy}`;
    return [{ code: 'TooManyMissing', severity: 'stop', reason, value: count / n, threshold, n }];
  });
}

/** Features that have levels which their rule does not know. */
export function levelFindings({ unknownLevels, rows: n }: DataFacts): DataFinding[] {
  return unknownLevels.flatMap(({ feature: name, rows: count, example }) => {
    if (count === 0) return [];
    const remedy = `mend its source, or add the level to featureRules.${name}.levels`;
    const reason = `'${name}' has a level that it should not have, ${example}, in ${count} rows: ${remedy}`;
    return [{ code: 'UnknownLevel', severity: 'stop', reason, value: count, threshold: 0, n }] satisfies DataFinding[];
  });
}
