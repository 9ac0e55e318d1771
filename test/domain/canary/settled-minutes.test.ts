import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noCounts } from '../../../lib/domain/canary/release-counts.ts';
import { readSettled, readWithDayBefore, settledMinutes } from '../../../lib/domain/canary/settled-minutes.ts';
import { milliseconds, timestamp } from '../../../lib/domain/time.ts';
import { inMemoryReleaseMetrics } from '../../in-memory/in-memory-release-metrics.ts';

const at = (time: string) => `2026-01-05T00:${time}.000Z`;
const version = { modelName: 'churn', functionName: 'churn-predict', functionVersion: '7' };

describe('settled minutes', () => {
  test('begin with the first whole minute after the start and end three minutes ago', () => {
    expect(settledMinutes(at('10:42'), at('20:59'))).toEqual({ from: at('11:00'), to: at('17:00') });
    expect(settledMinutes(at('10:00'), at('20:59')).from).toBe(at('10:00'));
  });

  test('are none at first', () => {
    const { from, to } = settledMinutes(at('10:00'), at('12:59'));
    expect(from >= to).toBe(true);
  });

  test('are whole minutes of which the last one ended three minutes ago or more', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(10 ** 9), (start, elapsed) => {
        const now = start + elapsed;
        const { from, to } = settledMinutes(timestamp(start), timestamp(now));
        expect([from, to].map((time) => time.slice(16))).toEqual([':00.000Z', ':00.000Z']);
        expect(milliseconds(from)).toBeGreaterThanOrEqual(start);
        expect(milliseconds(from)).toBeLessThan(start + 60_000);
        expect(now - milliseconds(to)).toBeGreaterThanOrEqual(180_000);
        expect(now - milliseconds(to)).toBeLessThan(240_000);
      }),
    );
  });
});

describe('counts', () => {
  const recorded = () => {
    const metrics = inMemoryReleaseMetrics();
    const record = (minute: string, invocations: number, functionVersion = '7') =>
      metrics.recorded.push({ ...version, functionVersion, minute, counts: { invocations, answers: invocations } });
    record(at('09:00'), 1);
    record(at('10:00'), 10);
    record(at('16:00'), 100);
    record(at('17:00'), 1000);
    record(at('12:00'), 10_000, '8');
    return { metrics, record };
  };

  test('since a time are those of every settled minute of this function version and no other', async () => {
    const counts = await readSettled(recorded().metrics, version, at('09:01'), at('20:00'));

    expect(counts.map(({ invocations }) => invocations)).toEqual([10, 100]);
  });

  test('of the day before are those of the minutes of 24 hours, without the one of the time itself', async () => {
    const { metrics, record } = recorded();
    record('2026-01-04T00:09:00.000Z', 2);
    record('2026-01-04T00:10:00.000Z', 3);

    const { minutes, dayBefore } = await readWithDayBefore(metrics, version, at('10:42'), at('20:00'));

    expect(minutes.map(({ invocations }) => invocations)).toEqual([100]);
    expect(dayBefore).toEqual([
      { ...noCounts, requests: 3, answers: 3 },
      { ...noCounts, requests: 1, answers: 1 },
    ]);
  });
});
