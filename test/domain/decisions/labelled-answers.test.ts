import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import { labelledAnswers } from '../../../lib/domain/decisions/labelled-answers.ts';
import { timestamp } from '../../../lib/domain/time.ts';

const NOW = Date.UTC(2026, 0, 20);
const DAY = 86_400_000;
const binary = { positiveClass: 'yes', classes: [] };
const several = { positiveClass: null, classes: ['a', 'b', 'c'] };

type Linked = NonNullable<StoredOutcome['prediction']>;

function linked(label: string, score: Linked['score'], details: Partial<Linked> = {}): StoredOutcome {
  const time = timestamp(NOW);
  const prediction = { id: 'p-0', modelVersion: '1.0.0', functionVersion: '3', at: time, score, ...details };
  return { schema: 'ratchet.outcome/1', id: 'o', time, label, features: {}, prediction, receivedAt: time };
}

const wrongOf = (outcome: StoredOutcome, terms: Parameters<typeof labelledAnswers>[1] = binary) =>
  labelledAnswers([outcome], terms, timestamp(NOW))[0]?.wrong;

describe('an answer is wrong', () => {
  test.each([
    ['yes', 0.5, 0],
    ['yes', 0.4999, 1],
    ['no', 0.4999, 0],
    ['no', 0.5, 1],
    ['perhaps', 0.1, 0],
  ])('as everywhere: outcome %s, score %f, wrong %i', (label, score, wrong) => {
    expect(wrongOf(linked(label, score))).toBe(wrong);
  });

  test.each([
    ['a', [0.4, 0.4, 0.2], 0],
    ['b', [0.4, 0.4, 0.2], 1],
    ['d', [0.4, 0.4, 0.2], 1],
  ])('among several classes: outcome %s, scores %j, wrong %i', (label, score, wrong) => {
    expect(wrongOf(linked(label, score), several)).toBe(wrong);
  });

  test.each([
    ['of one probability under several classes', 0.9, several],
    ['of several under a positive class', [0.1, 0.9], binary],
    ['of two classes under three', [0.1, 0.9], several],
  ])('by no outcome if its score is in other terms: %s', (_, score, terms) => {
    expect(wrongOf(linked('a', score), terms)).toBeUndefined();
  });
});

describe('an answer counts', () => {
  const counted = (...outcomes: StoredOutcome[]) => labelledAnswers(outcomes, binary, timestamp(NOW));

  test('only as the first row of its request', () => {
    expect(counted(linked('yes', 1, { id: 'p-1' }), linked('yes', 1, { id: 'p-10' }))).toEqual([]);
    expect(counted(linked('yes', 1, { id: 'order-7-0' }))).toHaveLength(1);
  });

  test('once, whatever else is told of it', () => {
    expect(counted(linked('yes', 1), linked('no', 1))).toMatchObject([{ labelled: 1, wrong: 0 }]);
  });

  test('for two weeks, which CloudWatch takes, and by the minute', () => {
    const at = (age: number) => counted(linked('yes', 1, { at: timestamp(NOW - age) }));
    expect(at(14 * DAY)).toMatchObject([{ minute: timestamp(NOW - 14 * DAY) }]);
    expect(at(14 * DAY + 1)).toEqual([]);
    expect(at(1)).toMatchObject([{ minute: timestamp(NOW - 60_000) }]);
  });

  test('not without a prediction, or one that does not say when it was made', () => {
    expect(counted({ ...linked('yes', 1), prediction: null }, linked('yes', 1, { at: undefined }))).toEqual([]);
  });

  test('in one place: as many are labelled as there are answers, and no more are wrong', () => {
    const some = fc.record({ answer: fc.nat(30), version: fc.nat(3), minutes: fc.nat(5), yes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), (given) => {
        const outcomes = given.map(({ answer, version, minutes, yes }) =>
          linked(yes ? 'yes' : 'no', 0.7, {
            id: `p${answer}-0`,
            functionVersion: String(version + 1),
            at: timestamp(NOW - minutes * 60_000),
          }),
        );
        const all = counted(...outcomes);
        expect(all.reduce((sum, { labelled }) => sum + labelled, 0)).toBe(
          new Set(given.map(({ answer }) => answer)).size,
        );
        for (const { labelled, wrong } of all) expect(wrong).toBeLessThanOrEqual(labelled);
        expect(new Set(all.map(({ functionVersion, minute }) => functionVersion + minute)).size).toBe(all.length);
      }),
    );
  });
});
