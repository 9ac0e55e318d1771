import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WrongUsage } from '../../lib/cli/cli-errors.ts';
import { flagTime } from '../../lib/cli/flag-time.ts';
import { momentText } from '../../lib/cli/terminal/moments.ts';
import { timestamp } from '../../lib/domain/time.ts';

test.each([
  ['2026-01-31', '2026-01-31T23:59:59.999Z'],
  ['2024-02-29', '2024-02-29T23:59:59.999Z'],
  ['2026-01-31T12:00', '2026-01-31T12:00:59.999Z'],
  ['2026-01-31 12:00', '2026-01-31T12:00:59.999Z'],
  ['2026-01-31T12:00Z', '2026-01-31T12:00:59.999Z'],
  ['2026-01-31T12:00:05', '2026-01-31T12:00:05.999Z'],
  ['2026-01-31T12:00:05.250Z', '2026-01-31T12:00:05.250Z'],
  ['2026-01-31T12:00+01:00', '2026-01-31T11:00:59.999Z'],
  ['2026-01-31 12:00 -05:30', '2026-01-31T17:30:59.999Z'],
])('%s is %s', (text, time) => {
  expect(flagTime('--at', text)).toBe(time);
});

test.each([
  '',
  'yesterday',
  '2026',
  '2026-01',
  '31.01.2026',
  '2026-02-29',
  '2026-04-31T12:00',
  '2026-13-01',
  '2026-01-31T24:30',
  '2026-01-31T12',
  '2026-01-31T12:00 CET',
  '2026-01-31T12:00:05.5',
  '1767225600',
])('%j is no time', (text) => {
  expect(() => flagTime('--at', text)).toThrow(WrongUsage);
  expect(() => flagTime('--at', text)).toThrow(`'${text}'`);
});

test('a time that is shown, typed in again, includes what happened then and nothing that is shown as later', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const [time, later] = [timestamp(second * 1000), timestamp((second + 60) * 1000)];
      const typed = flagTime('--at', momentText(time));
      expect(typed >= time).toBe(true);
      expect(typed < later && momentText(typed) === momentText(time)).toBe(true);
    }),
  );
});
