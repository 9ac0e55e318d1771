import { wilsonInterval } from '../../statistics/experiments/wilson.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { BrokenNow } from './hard-breaker.ts';
import type { ArmTotal, ComparedArms, MetricEvidence } from './metric-evidence.ts';

type Evidence = EventOf<'promoted'>['evidence'];

/** Of the interval of a share that is told. */
export const CONFIDENCE = 0.95;

export function shareOf({ bad, total }: ArmTotal): number {
  return total === 0 ? 0 : bad / total;
}

/** Such as `error rate 0.08 (12 of 150)`. */
export function rateText(name: string, arm: ArmTotal): string {
  return `${name} ${rounded(shareOf(arm))} (${arm.bad} of ${arm.total})`;
}

/** Such as `error rate 0.08 (12 of 150), the champion's 0.02 (3 of 150), limit 0.05`; the limit only if there is one. */
export function comparedText({ metric, challenger, champion }: ComparedArms): string {
  const beside = champion.total === 0 ? 'no champion to compare with' : rateText("the champion's", champion);
  const limit = metric.limit === undefined ? '' : `, limit ${rounded(metric.limit)}`;
  return `${rateText(metric.name, challenger)}, ${beside}${limit}`;
}

/** E values have no more to say than three figures. */
export function evidenceText(value: number): string {
  return value >= 1e6 ? 'over a million' : String(Number(value.toPrecision(3)));
}

/** Numbers of one metric as the ledger keeps them. */
export function metricEntries(
  { metric, challenger, champion, rollBack, stepUp }: MetricEvidence,
  levels: Levels,
): Evidence {
  const { bad, total } = challenger;
  const interval = total === 0 ? null : wilsonInterval(bad, total, CONFIDENCE);
  const n = total;
  return [
    {
      metric: metric.name,
      value: shareOf(challenger),
      threshold: metric.limit,
      n,
      interval: interval && [interval.lower, interval.upper],
    },
    {
      metric: `${metric.name} of the champion`,
      value: shareOf(champion),
      threshold: null,
      n: champion.total,
      interval: null,
    },
    { metric: `evidence against its ${metric.name}`, value: rollBack, threshold: levels.rollBack, n, interval: null },
    { metric: `evidence for its ${metric.name}`, value: stepUp, threshold: levels.stepUp, n, interval: null },
  ];
}

/** Is among the evidence only where the breaker has decided. */
export const BREAKER_METRIC = 'newest error rate';

/** Such as `newest error rate 0.2 (120 of 600) is above 0.1 with 99.9 % confidence`. */
export function brokenText({ challenger, limit }: BrokenNow): string {
  return `${rateText(BREAKER_METRIC, challenger)} is above ${rounded(limit)} with 99.9 % confidence`;
}

export function brokenEntry({ challenger, lower, limit }: BrokenNow): Evidence[number] {
  const { total } = challenger;
  return { metric: BREAKER_METRIC, value: shareOf(challenger), threshold: limit, n: total, interval: [lower, 1] };
}

/** E values at which something is done. */
export interface Levels {
  readonly rollBack: number;
  readonly stepUp: number;
}

export function rounded(value: number): number {
  return Number(value.toFixed(4));
}
