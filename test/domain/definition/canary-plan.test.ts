import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canarySeconds, HISTORY_BUDGET, historyEvents } from '../../../lib/domain/definition/canary-plan.ts';
import { durationText, seconds } from '../../../lib/domain/definition/duration.ts';
import { definitionWith, faultsWith, policyJson } from './definition-samples.ts';

describe('the history budget', () => {
  test.each([
    ['24 h at 60 s', 24, 60, 15_840],
    ['48 h at 60 s', 48, 60, 31_680],
    ['48 h at 300 s', 48, 300, 6_336],
  ])('%s', (_, hours, pollSeconds, events) => {
    const plan = { steps: [{ weight: 0.1, bakeSeconds: hours * 3_600 }], pollSeconds, maximumHoldSeconds: 0 };

    expect(historyEvents(plan)).toBe(events);
  });

  test('exactly 20,000 events are accepted', () => {
    const { canary } = definitionWith({
      canary: { steps: [{ weight: 0.1, bake: '60000s' }], maximumHold: '60000s', poll: '66s' },
    });

    expect(historyEvents(canary)).toBe(HISTORY_BUDGET);
    expect(canarySeconds(canary)).toBe(120_000);
  });

  test('one second more is refused, and the message says which poll would do', () => {
    const faults = faultsWith({
      canary: { steps: [{ weight: 0.1, bake: '60001s' }], maximumHold: '60000s', poll: '66s' },
    });

    expect(faults).toEqual([
      `'canary.poll' should be a longer poll, at least "2m": 20001 history events are more than the 20000 that one execution may take, got "66s"`,
    ]);
  });

  test('a poll of the policy is named as such', () => {
    const faults = faultsWith({ canary: { steps: [{ weight: 0.1, bake: '3d' }] } });

    expect(faults).toEqual([
      `'canary.poll' should be a longer poll, at least "4m": 31680 history events are more than the 20000 that one execution may take, got "2m" from the policy`,
    ]);
  });

  test('the poll that a refusal names is accepted', () => {
    const bake = fc.integer({ min: 1, max: 60 }).map((hours) => `${hours}h`);
    fc.assert(
      fc.property(fc.array(bake, { minLength: 1, maxLength: 4 }), (bakes) => {
        const steps = bakes.map((time, index) => ({ weight: (index + 1) / 10, bake: time }));
        const [fault] = faultsWith({ canary: { steps, poll: '60s' } });
        const poll = /at least "(\w+)"/.exec(fault ?? '')?.[1];
        fc.pre(poll !== undefined);
        expect(faultsWith({ canary: { steps, poll } })).toEqual([]);
        const shorter = durationText(seconds(poll ?? '') - 60);
        expect(faultsWith({ canary: { steps, poll: shorter } })).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the length of a canary', () => {
  const lasting = (bake: string) =>
    faultsWith({
      canary: {
        steps: [
          { weight: 0.1, bake: '5d' },
          { weight: 0.5, bake },
        ],
        maximumHold: '24h',
        poll: '1h',
      },
    });

  test('is what CloudWatch keeps single minutes for, less the day before', () => {
    expect(lasting('7d')).toEqual([]);
    expect(lasting('169h')).toEqual([
      expect.stringMatching(
        /^'canary\.steps' should have bakes and holds of at most 14d together: CloudWatch keeps single minutes for 15 days, got /,
      ),
    ]);
  });
});

describe('the weights', () => {
  const weight = fc.double({ min: 0.001, max: 0.999, noNaN: true });

  test('are accepted when they rise', () => {
    fc.assert(
      fc.property(fc.uniqueArray(weight, { minLength: 1, maxLength: 5 }), (weights) => {
        const rising = weights.toSorted((a, b) => a - b);
        const steps = rising.map((share) => ({ weight: share, bake: '1h' }));
        const { canary } = definitionWith({ canary: { steps, poll: '10m' } });
        expect(canary.steps.map((step) => step.weight)).toEqual(rising);
      }),
      { numRuns: 50 },
    );
  });

  test('are always refused when they do not', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 2, maxLength: 5 }), (weights) => {
        fc.pre(weights.some((share, index) => share <= (weights[index - 1] ?? 0)));
        const steps = weights.map((share) => ({ weight: share, bake: '1h' }));
        const faults = faultsWith({ canary: { steps, poll: '10m' } });
        expect(faults[0]).toMatch(/^'canary\.steps\[\d\]\.weight' should be above .*, the weight before it, got /);
      }),
      { numRuns: 50 },
    );
  });
});

test('a canary that is off has no steps, and needs no history', () => {
  const { canary } = definitionWith({ canary: { enabled: false, poll: '60s', maximumHold: '13d' } });

  expect(canary).toEqual({ enabled: false, steps: [], pollSeconds: 60, maximumHoldSeconds: 13 * 86_400 });
  expect(historyEvents(canary)).toBe(0);
});

test('a canary that a JSON policy turns off can be turned on again', () => {
  const policy = { ...policyJson, canary: { ...policyJson.canary, enabled: false } };

  expect(definitionWith({ policy }).canary).toMatchObject({ enabled: false, steps: [] });
  expect(definitionWith({ policy, canary: { enabled: true } }).canary.steps).toEqual([
    { weight: 0.1, bakeSeconds: 86_400 },
  ]);
});

describe('a duration', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['24h', 86_400],
    ['30d', 2_592_000],
  ])('%s is %d seconds', (text, count) => {
    expect(seconds(text)).toBe(count);
  });

  test.each([
    [59, '59s'],
    [60, '1m'],
    [90, '90s'],
    [3_600, '1h'],
    [86_400, '24h'],
    [129_600, '36h'],
    [172_800, '2d'],
  ])('of %d seconds reads %s', (count, text) => {
    expect(durationText(count)).toBe(text);
  });

  test('survives being written and read', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000_000 }), (count) => seconds(durationText(count)) === count));
  });
});
