import { describe, expect, test } from 'vitest';
import { processClocks, virtualDate, virtualFormats } from '../../../../lib/local/lambda/environment/virtual-date.ts';

const NOW = Date.UTC(2026, 0, 5, 12);

describe('the virtual date', () => {
  const Present = virtualDate(Date, () => NOW);

  test('is now when it is not told otherwise', () => {
    expect(new Present().getTime()).toBe(NOW);
    expect(Present.now()).toBe(NOW);
    expect(Present()).toBe(new Date(NOW).toString());
  });

  test('is another one when it is told', () => {
    expect(new Present('2020-02-02T00:00:00Z').toISOString()).toBe('2020-02-02T00:00:00.000Z');
    expect(new Present(2020, 1).getMonth()).toBe(1);
    expect(Present.parse('2020-02-02T00:00:00Z')).toBe(Present.UTC(2020, 1, 2));
  });

  test('is a date like any other, and can be extended', () => {
    class Deadline extends Present {
      readonly kind = 'deadline';
    }

    expect(new Present()).toBeInstanceOf(Date);
    expect(new Date(0)).toBeInstanceOf(Present);
    expect(new Deadline().getTime()).toBe(NOW);
    expect(new Deadline()).toBeInstanceOf(Deadline);
  });
});

test('formats show the virtual date when they are not told another one', () => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' });
  Object.defineProperties(
    format,
    virtualFormats(Intl.DateTimeFormat.prototype, () => NOW),
  );

  expect(format.format()).toBe('05/01/2026');
  expect(format.format(0)).toBe('01/01/1970');
  expect(
    format
      .formatToParts()
      .map(({ value }) => value)
      .join(''),
  ).toBe('05/01/2026');
  expect(
    format
      .formatToParts(0)
      .map(({ value }) => value)
      .join(''),
  ).toBe('01/01/1970');
});

test('clocks of the process count from its start', () => {
  let now = 1000;
  const { performanceNow, uptime, hrtime } = processClocks(1000, () => now);
  const before = hrtime();

  now = 3500;

  expect(performanceNow()).toBe(2500);
  expect(uptime()).toBe(2.5);
  expect(hrtime.bigint()).toBe(2_500_000_000n);
  expect(hrtime(before)).toEqual([2, 500_000_000]);
  expect(hrtime([1, 900_000_000])).toEqual([0, 600_000_000]);
});
