import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canaryChanges } from '../../../lib/domain/canary/canary-changes.ts';
import { canaryKind } from '../../../lib/domain/canary/canary-kind.ts';
import { canaryVerdict } from '../../../lib/domain/canary/canary-verdict.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { arm, HOUR, LAST, limits, minutesOf, progress, question } from './canary-samples.ts';

type Labels = readonly [labelled: number, wrong: number];

/** An arm that answers a hundred times as often as the canary gets labels for, all well and in time. */
const labelled = (requests: number, [count, wrong]: Labels) => ({ ...arm(requests), labelled: count, wrong });

/** Equal minutes of a canary with a tenth of the traffic. */
const canary = (minutes: number, challenger: Labels, champion: Labels) =>
  minutesOf(minutes, () => ({ challenger: labelled(60, challenger), champion: labelled(540, champion) }));
const drop = (maximumAccuracyDrop: number) => ({ limits: { ...limits, maximumAccuracyDrop } });
const verdictOf = (...given: Parameters<typeof question>) => canaryVerdict(question(...given));
const entryOf = ({ evidence }: ReturnType<typeof canaryVerdict>, metric: string) =>
  evidence.find((one) => one.metric === metric);
const AGAINST = 'evidence against its wrong predictions';

describe('the odds of a wrong prediction', () => {
  test.each([
    ['as often as the champion', [40, 4], [360, 36], 'continue'],
    ['a little more often, within the margin', [400, 42], [3600, 360], 'continue'],
    ['twice as often', [40, 8], [360, 36], 'roll-back'],
    ['always, as the champion is', [40, 40], [360, 360], 'continue'],
    ['less often', [40, 0], [360, 36], 'continue'],
  ] as const)('of a challenger that is wrong %s: %j beside %j, %s', (_, challenger, champion, decision) => {
    expect(verdictOf(canary(30, challenger, champion), progress(10)).decision).toBe(decision);
  });

  test('roll back from the last step too, with both shares and the evidence', () => {
    const verdict = verdictOf(canary(10, [40, 16], [360, 36]), progress(HOUR, LAST));

    expect(verdict.reason).toMatch(
      /^the canary fails: wrong predictions 0\.4 \(160 of 400\), the champion's 0\.1 \(360 of 3600\); evidence over a million of 100$/,
    );
    expect(verdict).not.toHaveProperty('cause');
    expect(entryOf(verdict, AGAINST)).toMatchObject({ value: 1e6, threshold: 100, n: 400 });
    expect(entryOf(verdict, 'wrong predictions')).toMatchObject({ value: 0.4, threshold: null, n: 400 });
    expect(entryOf(verdict, 'wrong predictions of the champion')).toMatchObject({ value: 0.1, n: 3600 });
  });

  test('count for less where wrong predictions clump', () => {
    const minutes = canary(30, [40, 7], [360, 36]);
    const background = { ...question([], progress(10)).background, wrong: { share: 0.1, variation: 1 } };

    expect(verdictOf(minutes, progress(10)).decision).toBe('roll-back');
    expect(verdictOf(minutes, progress(10), { background }).decision).toBe('continue');
  });

  test('are told beside the other shares', () => {
    const equal = canary(30, [40, 4], [360, 36]);
    const told = "wrong predictions 0.1 (120 of 1200), the champion's 0.1 (1080 of 10800)";

    expect(verdictOf(equal, progress(10)).reason).toContain(told);
    expect(verdictOf(equal, progress(HOUR, LAST))).toMatchObject({
      decision: 'promote',
      reason: expect.stringContaining(`limit 0.5; ${told}`),
    });
  });
});

describe('too few labels', () => {
  test('do nothing, below 200 of either arm', () => {
    expect(verdictOf(canary(1, [199, 199], [1800, 0]), progress(10), drop(0)).decision).toBe('continue');
    expect(verdictOf(canary(1, [200, 200], [1800, 0]), progress(10)).decision).toBe('roll-back');
    const few = minutesOf(1, () => ({ challenger: labelled(540, [1800, 1800]), champion: labelled(60, [199, 0]) }));
    expect(verdictOf(few, progress(10), drop(0)).decision).toBe('continue');
  });

  test('are those of minutes in which only one arm has any', () => {
    const apart = minutesOf(20, (index) => ({
      challenger: labelled(60, index % 2 === 0 ? [40, 40] : [0, 0]),
      champion: labelled(540, index % 2 === 0 ? [0, 0] : [360, 0]),
    }));

    const verdict = verdictOf(apart, progress(10), drop(0));

    expect(verdict.decision).toBe('continue');
    expect(verdict.evidence.map(({ metric }) => metric)).not.toContain('wrong predictions');
  });

  test('hold up nothing: without a label a canary is promoted as ever', () => {
    const none = canary(60, [0, 0], [0, 0]);

    expect(verdictOf(none, progress(HOUR, LAST), drop(0.05)).decision).toBe('promote');
    expect(verdictOf(none, progress(HOUR, LAST)).reason).not.toContain('wrong');
  });
});

describe('labels that come for another share of the answers of either arm', () => {
  const unequal = canary(30, [20, 20], [360, 36]);

  test('are not compared, which is said, and neither roll back nor hold up', () => {
    const verdict = verdictOf(unequal, progress(HOUR, LAST), drop(0.05));

    expect(verdict.decision).toBe('promote');
    expect(verdict.reason).toMatch(
      /wrong predictions are not compared: the challenger has 600 labels where its share of the answers makes 1140, p /,
    );
    expect(entryOf(verdict, AGAINST)).toBeUndefined();
    expect(entryOf(verdict, 'p-value of the labelled shares')).toMatchObject({ n: 600, threshold: null });
  });

  test('are no such thing where only the weight of the canary has changed', () => {
    const ramp = minutesOf(40, (index) =>
      index < 20
        ? { challenger: labelled(60, [40, 4]), champion: labelled(540, [360, 36]) }
        : { challenger: labelled(300, [200, 20]), champion: labelled(300, [200, 20]) },
    );

    expect(entryOf(verdictOf(ramp, progress(10)), AGAINST)).toBeDefined();
  });
});

describe('a loss of accuracy (S4-16)', () => {
  // the odds are within the margin, so that only the rule on accuracy can roll back
  const worse = (wrong: number) => canary(100, [10_000, wrong], [90_000, 45_000]);

  test.each([
    ['of exactly .01 stays', 5100, 'continue'],
    ['of .0101 goes back', 5101, 'roll-back'],
  ])('%s where .01 is allowed', (_, wrong, decision) => {
    expect(verdictOf(worse(wrong), progress(10), drop(0.01)).decision).toBe(decision);
    expect(verdictOf(worse(wrong), progress(10)).decision).toBe('continue');
  });

  test.each([
    ['of exactly .05 stays', 5500, 0],
    ['of .0501 goes back', 5501, 1],
  ])('%s where .05 is allowed', (_, wrong, count) => {
    const { evidence } = verdictOf(worse(wrong), progress(10), drop(0.05));
    const { value, threshold } = evidence.find(({ metric }) => metric === 'loss of accuracy') ?? {};

    expect(threshold).toBe(0.05);
    expect(Number((value ?? 0) > 0.05 + 1e-9)).toBe(count);
  });

  test('is told with both accuracies, their labels and the interval', () => {
    const { reason, evidence } = verdictOf(worse(5200), progress(10), drop(0.01));

    expect(reason).toMatch(
      /^the canary fails: accuracy 0\.48 \(n 1000000\) is 0\.02 below the 0\.5 \(n 9000000\) of the champion, between 0\.01\d+ and 0\.02\d+ with 99\.9 % confidence, limit 0\.01$/,
    );
    expect(evidence.find(({ metric }) => metric === 'loss of accuracy')).toMatchObject({
      value: expect.closeTo(0.02, 9),
      threshold: 0.01,
      n: 1_000_000,
      interval: [expect.closeTo(0.0182, 3), expect.closeTo(0.0218, 3)],
    });
  });

  test('is not one that both arms share, though the canary had most of its traffic then', () => {
    const shared = minutesOf(40, (index) =>
      index < 20
        ? { challenger: labelled(60, [40, 4]), champion: labelled(540, [360, 36]) }
        : { challenger: labelled(300, [200, 60]), champion: labelled(300, [200, 60]) },
    );

    const verdict = verdictOf(shared, progress(10), drop(0.05));

    expect(verdict.decision).toBe('continue');
    expect(entryOf(verdict, 'loss of accuracy')?.value).toBeCloseTo(0, 9);
  });
});

const someLabels = fc.tuple(fc.nat(60), fc.nat(60)).map(([count, wrong]): Labels => [count, Math.min(count, wrong)]);
const somePairs = fc.array(fc.tuple(someLabels, someLabels), { maxLength: 30 });
const looked = (pairs: readonly (readonly [Labels, Labels])[]) =>
  question(
    minutesOf(pairs.length, (index) => {
      const [challenger, champion] = pairs[index] ?? [
        [0, 0],
        [0, 0],
      ];
      return { challenger: labelled(100, challenger), champion: labelled(100, champion) };
    }),
    progress(10),
    drop(0.05),
  );

describe('whatever labels there are', () => {
  test('another order of the minutes makes no other verdict', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const [one, other] = [canaryVerdict(looked(pairs)), canaryVerdict(looked(pairs.toReversed()))];
        expect(other.decision).toBe(one.decision);
        for (const [index, { value }] of one.evidence.entries()) {
          expect(other.evidence[index]?.value).toBeCloseTo(
            value ?? Number.NaN,
            6 - Math.log10(Math.max(1, value ?? 1)),
          );
        }
      }),
    );
  });

  test('a look that is repeated says the same, and can be recorded', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const asked = looked(pairs);
        const verdict = canaryVerdict(asked);
        expect(canaryVerdict(canaryKind.questionSchema.parse(JSON.parse(JSON.stringify(asked))))).toEqual(verdict);
        for (const item of verdict.evidence) expect(evidenceSchema.parse(item)).toEqual(item);
        expect(verdict.reason.length).toBeLessThanOrEqual(1000);
      }),
    );
  });

  test('a challenger that is never wrong is not rolled back', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const right = pairs.map(([[count], champion]) => [[count, 0], champion] as const);
        expect(canaryVerdict(looked(right)).decision).toBe('continue');
      }),
    );
  });
});

describe('the explanation of a look', () => {
  const failing = question(canary(30, [40, 8], [360, 36]), progress(10), drop(0.05));

  test('has the labels among its rules and in its error budget', () => {
    const { rules, errorBudget } = canaryKind.explain(failing, canaryVerdict(failing));

    expect(rules.map(({ metric, passed }) => [metric, passed])).toContainEqual([AGAINST, false]);
    expect(rules.map(({ metric, passed }) => [metric, passed])).toContainEqual(['loss of accuracy', false]);
    expect(errorBudget).toEqual({ alpha: 0.01, spent: 0.01 });
  });

  test('says how many wrong predictions less would have changed it, or more', () => {
    const texts = (asked: typeof failing) => canaryChanges(asked).map(({ text }) => text);

    expect(texts(failing)).toContainEqual(expect.stringMatching(/^\d+ wrong predictions less$/));
    const equal = question(canary(30, [40, 4], [360, 36]), progress(10), drop(0.05));
    expect(texts(equal)).toContainEqual(expect.stringMatching(/^\d+ more wrong predictions$/));
  });
});
