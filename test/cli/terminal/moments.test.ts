import { expect, test } from 'vitest';
import { dayText, durationText, momentText } from '../../../lib/cli/terminal/moments.ts';

test('a time is shown to the minute, not rounded', () => {
  expect(momentText('2026-01-31T12:00:59.999Z')).toBe('2026-01-31 12:00');
  expect(dayText('2026-01-31T23:59:59.999Z')).toBe('2026-01-31');
});

test.each([
  [0, '0 s'],
  [0.04, '0 s'],
  [1.26, '1.3 s'],
  [59, '59 s'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [3599, '59 min 59 s'],
  [3600, '1 h'],
  [3660, '1 h 1 min'],
  [3601, '1 h'],
  [86_399, '23 h 59 min'],
  [86_400, '1 d'],
  [90_000, '1 d 1 h'],
  [1_000_000, '11 d 13 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
