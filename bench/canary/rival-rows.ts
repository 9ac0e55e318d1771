import { type BenchRow, reference, rowBesidePeer } from '../bench-rows.ts';
import { ALPHA, OURS, rivals } from './methods.ts';
import { atMost, type Results, summaryIn } from './results.ts';
import { ordinaryShare, type Scenario } from './scenario.ts';

/**
 * The product's policy and each rival on the same traffic. What is promised is the chance of a false rollback; how soon it has
 * to be is said against the best of them.
 */
export function rivalRows(results: Results, scenarios: readonly Scenario[]): BenchRow[] {
  return scenarios
    .filter(({ name }) => results.has(name))
    .flatMap((scenario) =>
      Object.entries(rivals).flatMap(([method, label]) => rowsAgainst(results, scenario, method, label)),
    );
}

function rowsAgainst(results: Results, { name, canaryShare }: Scenario, method: string, label: string): BenchRow[] {
  const ours = summaryIn(results, name, OURS);
  const rival = summaryIn(results, name, method);
  if (canaryShare === ordinaryShare) {
    const target = atMost(ALPHA, ours.repetitions);
    return [rowBesidePeer(`false rollbacks, ${name}, against ${label}`, ours.share, rival.share, target)];
  }
  const isFound = Number.isFinite(ours.median) || Number.isFinite(rival.median);
  return isFound ? [reference(`minutes to rollback, ${name}, against ${label}`, ours.median, rival.median)] : [];
}
