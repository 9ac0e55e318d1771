import { describe, expect, test } from 'vitest';
import type { ReleaseMetrics } from '../../lib/domain/ports/release-metrics.ts';
import { minute } from '../domain/ledger/ledger-samples.ts';
import type { Counts, RecordedMinute } from '../in-memory/in-memory-release-metrics.ts';

export interface ReleaseMetricsSetUp {
  readonly metrics: ReleaseMetrics;
  /** What function versions wrote. */
  readonly recorded: RecordedMinute[];
}

const version = { modelName: 'churn', functionName: 'predict', functionVersion: '7' };

export function sampleMinute(at: number, counts: Counts, of: Partial<RecordedMinute> = {}): RecordedMinute {
  return { ...version, minute: minute(at), counts, ...of };
}

const noLabels = { labelledAnswers: 0, wrongAnswers: 0 };
const all = { ...version, from: minute(0), to: minute(60) };

/** What every source of release metrics promises. */
export function releaseMetricsContract(name: string, setUp: () => Promise<ReleaseMetricsSetUp>): void {
  describe(name, () => {
    test('every counter of a minute is told', async () => {
      const { metrics, recorded } = await setUp();
      const labels = { labelledAnswers: 40, wrongAnswers: 4 };
      const counts = { invocations: 100, errors: 3, answers: 97, badAnswers: 2, slowAnswers: 5, ...labels };
      recorded.push(sampleMinute(4, counts));

      expect(await metrics.readMinutes(all)).toEqual([{ minute: minute(4), ...counts }]);
    });

    test('minutes come oldest first, and one without traffic is not listed', async () => {
      const { metrics, recorded } = await setUp();
      for (const at of [9, 2, 5, 3]) recorded.push(sampleMinute(at, { invocations: at, answers: at }));

      const minutes = await metrics.readMinutes(all);

      expect(minutes.map(({ invocations }) => invocations)).toEqual([2, 3, 5, 9]);
      expect(minutes.map(({ answers }) => answers)).toEqual([2, 3, 5, 9]);
    });

    test('minutes come oldest first whichever counter they have', async () => {
      const { metrics, recorded } = await setUp();
      recorded.push(sampleMinute(9, { invocations: 1 }), sampleMinute(2, { answers: 1 }));

      const minutes = await metrics.readMinutes(all);

      expect(minutes.map((one) => one.minute)).toEqual([minute(2), minute(9)]);
    });

    test('a counter that was not written in a minute is zero where others were', async () => {
      const { metrics, recorded } = await setUp();
      recorded.push(sampleMinute(1, { invocations: 4, errors: 4 }), sampleMinute(2, { answers: 1 }));

      expect(await metrics.readMinutes(all)).toEqual([
        { minute: minute(1), invocations: 4, errors: 4, answers: 0, badAnswers: 0, slowAnswers: 0, ...noLabels },
        { minute: minute(2), invocations: 0, errors: 0, answers: 1, badAnswers: 0, slowAnswers: 0, ...noLabels },
      ]);
    });

    test('what several containers wrote in one minute is added up', async () => {
      const { metrics, recorded } = await setUp();
      recorded.push(sampleMinute(1, { answers: 4, badAnswers: 1 }), sampleMinute(1, { answers: 6 }));

      expect(await metrics.readMinutes(all)).toMatchObject([{ answers: 10, badAnswers: 1 }]);
    });

    test('the first minute is included, the last one is not', async () => {
      const { metrics, recorded } = await setUp();
      for (const at of [1, 2, 3, 4, 5]) recorded.push(sampleMinute(at, { invocations: at }));

      const minutes = await metrics.readMinutes({ ...version, from: minute(2), to: minute(4) });

      expect(minutes.map(({ invocations }) => invocations)).toEqual([2, 3]);
      expect(await metrics.readMinutes({ ...version, from: minute(4), to: minute(4) })).toEqual([]);
    });

    test('other versions, functions and models do not count', async () => {
      const { metrics, recorded } = await setUp();
      recorded.push(
        sampleMinute(1, { invocations: 1, answers: 1 }, { functionVersion: '8' }),
        sampleMinute(2, { invocations: 1 }, { functionName: 'other' }),
        sampleMinute(3, { answers: 1 }, { modelName: 'other' }),
      );

      expect(await metrics.readMinutes(all)).toEqual([]);
    });

    test('a whole hour comes back complete', async () => {
      const { metrics, recorded } = await setUp();
      const labels = { labelledAnswers: 4, wrongAnswers: 1 };
      const counts = { invocations: 10, errors: 1, answers: 9, badAnswers: 1, slowAnswers: 2, ...labels };
      const hour = Array.from({ length: 60 }, (_, at) => sampleMinute(at, counts));
      recorded.push(...hour);

      expect(await metrics.readMinutes(all)).toEqual(hour.map((one) => ({ minute: one.minute, ...counts })));
    });
  });
}
