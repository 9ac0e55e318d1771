import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCounts, settledMinutes } from '../../../lib/domain/decisions/settled-minutes.ts';
import { milliseconds, timestamp } from '../../../lib/domain/time.ts';
import { inMemoryReleaseMetrics } from '../../in-memory/in-memory-release-metrics.ts';

const at = (time: string) => `2026-01-05T00:${time}.000Z`;
const version = { modelName: 'churn', functionName: 'churn-predict', functionVersion: '7' };

describe('settled minutes', () => {
  test('begin with the minute of the start and end three minutes ago', () => {
    expect(settledMinutes(at('10:42'), at('20:59'))).toEqual({ from: at('10:00'), to: at('17:00') });
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
        expect(milliseconds(from)).toBeLessThanOrEqual(start);
        expect(now - milliseconds(to)).toBeGreaterThanOrEqual(180_000);
        expect(now - milliseconds(to)).toBeLessThan(240_000);
      }),
    );
  });
});

describe('counts since a time', () => {
  test('have every settled minute of this function version and no other', async () => {
    const metrics = inMemoryReleaseMetrics();
    const record = (time: string, invocations: number, functionVersion = '7') =>
      metrics.recorded.push({ ...version, functionVersion, minute: at(time), counts: { invocations } });
    record('09:00', 1);
    record('10:00', 10);
    record('16:00', 100);
    record('17:00', 1000);
    record('12:00', 10_000, '8');

    const counts = await readCounts(metrics, version, at('10:42'), at('20:00'));

    expect(counts).toEqual({ requests: 110, bad: 0, answers: 0, slow: 0 });
  });
});
