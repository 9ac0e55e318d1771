import fc from 'fast-check';
import { expect, test } from 'vitest';
import { milliseconds, secondsAfter, timestamp, timestampSchema } from '../../lib/domain/time.ts';

const instant = fc.integer({ min: 0, max: Date.UTC(2099, 11, 31) });

test('milliseconds become a timestamp and come back', () => {
  fc.assert(
    fc.property(instant, (at) => {
      expect(milliseconds(timestamp(at))).toBe(at);
      expect(timestampSchema.safeParse(timestamp(at)).success).toBe(true);
    }),
  );
});

test('the order of the texts is the order of the times', () => {
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      expect(timestamp(one) < timestamp(other)).toBe(one < other);
    }),
  );
});

test('seconds later can be a fraction', () => {
  expect(secondsAfter('2026-01-31T23:59:59.500Z', 0.5)).toBe('2026-02-01T00:00:00.000Z');
});

test.each([
  ['2026-01-31T23:59:59.999Z', true],
  ['2026-01-31T23:59:59Z', false],
  ['2026-01-31T23:59:59.9Z', false],
  ['2026-01-31T23:59:59.999999Z', false],
  ['2026-01-31T23:59:59.999+01:00', false],
  ['2026-01-31T23:59:59.999', false],
  ['2026-02-30T00:00:00.000Z', false],
  ['2026-01-31T24:00:00.000Z', false],
])('%s is a timestamp: %s', (text, accepted) => {
  expect(timestampSchema.safeParse(text).success).toBe(accepted);
});
