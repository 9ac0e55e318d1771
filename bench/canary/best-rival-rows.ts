import { isDeepStrictEqual } from 'node:util';
import { type BenchRow, reference, rowBesidePeer, rowWithPeer } from '../bench-rows.ts';
import { laterCells } from './later-cells.ts';
import { OURS, RIVAL_ALPHA, rivals } from './methods.ts';
import { type Results, summaryIn } from './results.ts';
import { ordinaryShare, type Scenario } from './scenario.ts';
import { standardError } from './summary.ts';

/**
 * Ours is not later than the best valid rival in any cell, which is one kind of traffic with a canary that is worse, but for
 * the cells that are listed. Medians are those of the whole number of repetitions, and say less in a part of them.
 */
export function bestRivalRows(results: Results, scenarios: readonly Scenario[], whole: number): BenchRow[] {
  const played = scenarios.filter(({ name }) => results.has(name));
  return played
    .filter(({ canaryShare }) => canaryShare !== ordinaryShare)
    .flatMap((scenario) => {
      const equal = played.find((other) => isEqualOf(scenario, other));
      return equal === undefined ? [] : rowOf(results, scenario.name, { equal: equal.name, whole });
    });
}

/** The same traffic with a canary that is as good as its baseline. */
function isEqualOf({ name: _, canaryShare: __, ...traffic }: Scenario, { name, canaryShare, ...other }: Scenario) {
  return canaryShare === ordinaryShare && isDeepStrictEqual(traffic, other);
}

function rowOf(results: Results, cell: string, { equal, whole }: { equal: string; whole: number }): BenchRow[] {
  const { median: ours, repetitions } = summaryIn(results, cell, OURS);
  const { minutes: best, label } = bestRival(results, cell, equal);
  if (ours === Number.POSITIVE_INFINITY && best === Number.POSITIVE_INFINITY) return [];
  const name = `minutes to rollback, ${cell}, against the best valid rival, ${label}`;
  if (repetitions < whole) return [reference(name, ours, best)];
  const later = laterCells.find(({ scenario }) => scenario === cell);
  if (later === undefined) return [rowBesidePeer(name, ours, best, `<=${best}`)];
  return [rowWithPeer(`${name}: ${later.reason}`, ours, best, `<=${later.times}`)];
}

/** The soonest of those whose false rollbacks on the same traffic are within their alpha and three standard errors. */
function bestRival(results: Results, cell: string, equal: string) {
  const valid = Object.entries(rivals).filter(([method]) => {
    const { share, repetitions } = summaryIn(results, equal, method);
    return share <= RIVAL_ALPHA + 3 * standardError(RIVAL_ALPHA, repetitions);
  });
  const nobody = { minutes: Number.POSITIVE_INFINITY, label: 'of which there is none' };
  return valid
    .map(([method, label]) => ({ minutes: summaryIn(results, cell, method).median, label }))
    .reduce((best, one) => (one.minutes < best.minutes ? one : best), nobody);
}
