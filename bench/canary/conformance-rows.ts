import { isDeepStrictEqual } from 'node:util';
import { type BenchRow, row } from '../bench-rows.ts';
import type { PublishedFigures, PublishedRow, TrafficChecksum } from './published-figures.ts';
import { type Results, summaryIn } from './results.ts';
import { standardErrorsApart } from './summary.ts';

/** Whether the traffic is that of the published figures, and every method finds in it what the published program found. */
export function conformanceRows(results: Results, published: PublishedFigures, repetitions: number): BenchRow[] {
  const rows = published.rows.filter(({ scenario }) => results.has(scenario));
  const isWhole = repetitions === published.repetitions;
  const other = new Set(
    rows
      .filter((one) => !isSame(results.get(one.scenario)?.checksum, one.checksum, isWhole))
      .map((one) => one.scenario),
  );
  const methods = [...new Set(rows.map(({ method }) => method))];
  return [
    row('scenarios whose traffic is not that of the published checksums', other.size, '<=0'),
    ...methods.flatMap((method) => {
      const ofMethod = rows.filter((one) => one.method === method);
      const shares = Math.max(...ofMethod.map((one) => shareDeviation(results, one)));
      const median = Math.max(...ofMethod.map((one) => medianDeviation(results, one)));
      return [
        row(`most that a share differs from the published one, standard errors: ${method}`, shares, '<=3'),
        // half of a sample of the repetitions need not be where half of all is
        ...(isWhole ? [row(`most that a median differs from the published one, looks: ${method}`, median, '<=1')] : []),
      ];
    }),
  ];
}

function isSame(actual: TrafficChecksum | undefined, expected: TrafficChecksum, isWhole: boolean): boolean {
  return isDeepStrictEqual(actual, isWhole ? expected : { ...expected, all_kc: actual?.all_kc });
}

function shareDeviation(results: Results, { scenario, method, alarm24h }: PublishedRow): number {
  const { share, repetitions } = summaryIn(results, scenario, method);
  return standardErrorsApart(share, alarm24h, repetitions);
}

function medianDeviation(results: Results, { scenario, method, median_min: expected }: PublishedRow): number {
  const { median } = summaryIn(results, scenario, method);
  // where less than half alarms, both have no median
  if (!Number.isFinite(median) && typeof expected !== 'number') return 0;
  return Math.abs(median - (expected ?? 0)) / minutesBetweenLooks(method);
}

function minutesBetweenLooks(method: string): number {
  if (method.includes('hourly')) return 60;
  return method.includes('5min') ? 5 : 1;
}
