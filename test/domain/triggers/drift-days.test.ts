import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestamp } from '../../../lib/domain/time.ts';
import { driftDays, isWithin } from '../../../lib/domain/triggers/drift-days.ts';

test('the windows are days that are over, the oldest first', () => {
  expect(driftDays('2026-03-02T01:15:00.000Z', 2)).toEqual([
    { from: '2026-02-28T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
    { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
  ]);
  expect(driftDays('2026-03-02T01:15:00.000Z', 0)).toEqual([]);
});

test.each([
  ['2026-03-01T23:59:59.999Z', '2026-03-01T00:00:00.000Z'],
  ['2026-03-02T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
])('at %s the last one has ended at %s', (now, end) => {
  expect(driftDays(now, 1)[0]?.to).toBe(end);
});

test('a day has its first moment, and the next day has the one after its last', () => {
  const [first, second] = driftDays('2026-03-03T00:00:00.000Z', 2);
  if (first === undefined || second === undefined) throw new Error('there should be two days');

  expect([isWithin(first.from, first), isWithin(first.to, first), isWithin(first.to, second)]).toEqual([
    true,
    false,
    true,
  ]);
});

test('they follow each other without a gap, and none is longer than a day or of the future', () => {
  const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 30 }), (milliseconds, count) => {
      const now = timestamp(milliseconds);
      const days = driftDays(now, count);
      expect(days).toHaveLength(count);
      expect((days.at(-1)?.to ?? 'z') <= now).toBe(true);
      for (const [index, day] of days.entries()) {
        expect(Date.parse(day.to) - Date.parse(day.from)).toBe(86_400_000);
        expect(days[index + 1]?.from ?? day.to).toBe(day.to);
      }
    }),
  );
});
