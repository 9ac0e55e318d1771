import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HoldoutMismatch, ScoreBroken } from '../../../lib/domain/gate/paired-errors.ts';
import { pairRows, type ScoredRow } from '../../../lib/domain/gate/paired-rows.ts';

const row = (id: string, score: ScoredRow['score'] = 0.5, label = 'yes'): ScoredRow => ({ id, label, score });

describe('rows of two models', () => {
  test('are paired by id, in the order of the candidate', () => {
    expect(pairRows([row('a', 0.1), row('b', 0.2)], [row('b', 0.8), row('a', 0.9)])).toEqual([
      { id: 'a', label: 'yes', candidate: 0.1, champion: 0.9 },
      { id: 'b', label: 'yes', candidate: 0.2, champion: 0.8 },
    ]);
  });

  test('are paired where there are several classes, and where there are none', () => {
    const scores = [
      [0.1, 0.9],
      [0.4, 0.6],
    ];
    expect(pairRows([row('a', scores[0])], [row('a', scores[1])])).toMatchObject([
      { candidate: scores[0], champion: scores[1] },
    ]);
    expect(pairRows([], [])).toEqual([]);
  });

  test.each<[string, ScoredRow[], ScoredRow[], string]>([
    [
      'a row that the champion has not scored',
      [row('a'), row('b')],
      [row('a')],
      "row 'b' of the holdout should be scored by both models, got no score of the champion",
    ],
    [
      'a row that the candidate has not scored',
      [row('a')],
      [row('a'), row('b')],
      "row 'b' of the holdout should be scored by both models, got no score of the candidate",
    ],
    [
      'another row in its place',
      [row('a')],
      [row('b')],
      "row 'b' of the holdout should be scored by both models, got no score of the candidate",
    ],
    [
      'a row that occurs twice',
      [row('a'), row('a')],
      [row('a'), row('a')],
      "row 'a' of the holdout should occur once among the rows of the champion, got it twice",
    ],
    [
      'a row with two labels',
      [row('a', 0.5, 'yes')],
      [row('a', 0.5, 'no')],
      "row 'a' of the holdout should be labelled yes for both models, got no",
    ],
  ])('are refused with %s', (_, candidate, champion, message) => {
    expect(() => pairRows(candidate, champion)).toThrow(HoldoutMismatch);
    expect(() => pairRows(candidate, champion)).toThrow(message);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.001, 1.001])(
    'are refused with the score %f, whosever it is',
    (score) => {
      const message = `gives row 'a' should be from 0 to 1, got ${score}`;
      expect(() => pairRows([row('a', score)], [row('a')])).toThrow(ScoreBroken);
      expect(() => pairRows([row('a')], [row('a', score)])).toThrow(ScoreBroken);
      expect(() => pairRows([row('a', [0.5, score])], [row('a', [0.5, 0.5])])).toThrow(message);
    },
  );

  test.each([0, 1])('are taken with the score %f', (score) => {
    expect(pairRows([row('a', score)], [row('a', score)])).toHaveLength(1);
  });

  test('are refused where one model knows more classes', () => {
    expect(() => pairRows([row('a', [0.5, 0.5])], [row('a', [1])])).toThrow(
      "row 'a' should have 2 probabilities by the champion too, got 1",
    );
    expect(() => pairRows([row('a', [0.5])], [row('a', [])])).toThrow(ScoreBroken);
  });

  test('are all paired or none, whatever ids there are', () => {
    const ids = fc.uniqueArray(fc.string({ maxLength: 2 }), { maxLength: 6 });
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const [candidate, champion] = [one.map((id) => row(id)), other.map((id) => row(id))];
        if (one.toSorted().join() === other.toSorted().join() && one.length === other.length) {
          expect(pairRows(candidate, champion).map(({ id }) => id)).toEqual(one);
        } else {
          expect(() => pairRows(candidate, champion)).toThrow(HoldoutMismatch);
        }
      }),
    );
  });
});
