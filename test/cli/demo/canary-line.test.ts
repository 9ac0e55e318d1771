import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canaryLine, stepsText } from '../../../lib/cli/demo/canary-line.ts';
import type { DemoCanary } from '../../../lib/cli/demo/demo-result.ts';

type Step = readonly [weight: number, minutes: number, requests?: number];

function canaryOf(...steps: readonly Step[]): DemoCanary {
  let minute = 0;
  return {
    modelVersion: '1.0.0',
    functionVersion: '2',
    outcome: 'promoted',
    steps: steps.map(([weight, minutes, requests = 0]) => {
      const fromHour = minute / 60;
      minute += minutes;
      return { weight, fromHour, toHour: minute / 60, requests };
    }),
  };
}

const HEIGHTS = '▁▂▃▄▅▆▇█';
const sample = canaryOf([0.01, 4], [0.1, 4], [0.5, 8], [1, 20]);
const canaries = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 11 })
  .chain((shares) =>
    fc.tuple(
      ...shares
        .sort((one, other) => one - other)
        .map((share) => fc.tuple(fc.constant(share / 100), fc.double({ min: 0, max: 400, noNaN: true }))),
    ),
  );

/** Lengths of the stretches of equal height. */
const stretches = (line: string) => (line.match(/(.)\1*/gu) ?? []).map((stretch) => [...stretch].length);

describe('the line of a canary', () => {
  test('has a character a minute where there is room', () => {
    expect(canaryLine(sample, 60)).toBe(`${'▁'.repeat(4)}${'▃'.repeat(4)}${'▅'.repeat(8)}${'█'.repeat(20)}`);
    expect(canaryLine(sample, 36)).toBe(canaryLine(sample, 60));
    expect(canaryLine(canaryOf([0.2, 3.4], [0.5, 3.6]), 60)).toBe('▄▄▄▅▅▅▅');
  });

  test('is as much shorter as it must be, with about the same proportions', () => {
    const long = canaryOf([0.01, 60], [0.2, 120], [0.5, 240], [1, 480]);

    expect(stretches(canaryLine(long, 60))).toEqual([4, 8, 15, 30]);
    expect(canaryLine(sample, 35).length).toBeLessThanOrEqual(35);
  });

  test('is never longer than the width, while there is a character for every step', () => {
    fc.assert(
      fc.property(canaries, fc.integer({ min: 1, max: 80 }), (steps, width) => {
        const line = canaryLine(canaryOf(...steps), width);

        expect(line.length).toBeLessThanOrEqual(Math.max(width, steps.length));
        expect(line.length).toBeGreaterThanOrEqual(steps.length);
      }),
    );
  });

  test('is never longer for a step that was shorter', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        (one, other) => {
          const [first = 0, second = 0] = stretches(canaryLine(canaryOf([0.1, one], [1, other]), 40));

          if (one >= other) expect(first).toBeGreaterThanOrEqual(second);
          else expect(first).toBeLessThanOrEqual(second);
        },
      ),
    );
  });

  test('never gets lower while the weight rises, and only all of the traffic fills it', () => {
    fc.assert(
      fc.property(canaries, (steps) => {
        const line = canaryLine(canaryOf(...steps), 60);
        const heights = [...line].map((character) => HEIGHTS.indexOf(character));

        expect(heights).not.toContain(-1);
        expect(heights).toEqual([...heights].sort((one, other) => one - other));
        expect(line.includes('█')).toBe(steps.some(([weight]) => weight === 1));
      }),
    );
  });

  test.each([
    [0.01, '▁'],
    [0.02, '▁'],
    [0.021, '▂'],
    [0.1, '▃'],
    [0.5, '▅'],
    [0.99, '▇'],
    [1, '█'],
  ])('shows the weight %d as %s', (weight, character) => {
    expect(canaryLine(canaryOf([weight, 1]), 60)).toBe(character);
  });

  test('shows every step, however short, even without any room', () => {
    expect(canaryLine(canaryOf([0.01, 0], [0.5, 0.2], [1, 400]), 10)).toMatch(/^▁▅█+$/);
    expect(canaryLine(sample, -4)).toBe('▁▃▅█');
    expect(canaryLine(canaryOf(), 60)).toBe('');
  });
});

describe('the steps of a canary in words', () => {
  test('are its shares, its minutes and its requests, without what came after it', () => {
    expect(stepsText(canaryOf([0.01, 4, 12], [0.125, 4.6, 1], [0.5, 8, 0], [1, 20, 300]))).toBe(
      '1 % for 4 min (12 requests), 12.5 % for 5 min (1 request), 50 % for 8 min (0 requests)',
    );
  });

  test('are nothing where it had none', () => {
    expect(stepsText(canaryOf([1, 20, 5]))).toBe('');
  });
});
