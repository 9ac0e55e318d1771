import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { found, rowsOf, told, verdict } from './data-gate-samples.ts';

/** So many rows, of which so many are positive. */
const now = (count: number, positive: number) => rowsOf(count, (index) => ({ label: index < positive ? 'yes' : 'no' }));
const earlier = (rows: number, positive: number) => ({
  rows,
  watermark: null,
  labels: { yes: positive, no: rows - positive },
});
const shifts = (rows: number, positive: number, fields: object = {}, previous = earlier(1000, 120)) =>
  told({ rows: now(rows, positive), previous }, fields).filter((word) => word.startsWith('LabelShift'));

test('labels that are all swapped keep a model from being trained', () => {
  const answer = verdict({ rows: now(1000, 880), previous: earlier(1000, 120) });

  expect(answer).toMatchObject({ decision: 'skip', code: 'LabelShift' });
  expect(answer.findings[0]).toMatchObject({ severity: 'stop', value: 0.76, threshold: 0.2, n: 1000 });
  expect(answer).toMatchObject({
    reason: `"yes" is 0.88 of 1000 outcomes, and was 0.12 of the 1000 in the last snapshot, where a difference of 0.2 is allowed: see whether labels are swapped or come from another source; where it is meant, raise samples.maximumLabelShift`,
  });
});

describe('a share of .12 before becomes, in 1000 rows,', () => {
  test.each([
    [320, ['LabelShift warning']],
    [321, ['LabelShift stop']],
    [170, ['LabelShift warning']],
    [169, []],
    [70, ['LabelShift warning']],
    [71, []],
    [120, []],
  ])('%i: %j', (positive, expected) => {
    expect(shifts(1000, positive)).toEqual(expected);
  });

  test('as gross as that without any limit: it still warns', () => {
    expect(shifts(1000, 900, { samples: { maximumLabelShift: false } })).toEqual(['LabelShift warning']);
  });

  test('as much as a limit of its own, and more', () => {
    const fields = { samples: { maximumLabelShift: 0.1 } };

    expect(shifts(1000, 220, fields)).toEqual(['LabelShift warning']);
    expect(shifts(1000, 221, fields)).toEqual(['LabelShift stop']);
    expect(shifts(1000, 20, fields)).toEqual(['LabelShift warning']);
    expect(shifts(1000, 19, fields)).toEqual(['LabelShift stop']);
  });
});

describe('in few rows', () => {
  test('a gross difference that may be an accident warns and does not stop', () => {
    // p of 15 against 27 of 50 is .015, of 12 against 38 it is below .001
    expect(shifts(50, 27, {}, earlier(50, 15))).toEqual(['LabelShift warning']);
    expect(shifts(50, 38, {}, earlier(50, 12))).toEqual(['LabelShift stop']);
  });

  test('a notable difference that may be an accident is none', () => {
    // .30 and .40 of 50: p = .29
    expect(shifts(50, 20, {}, earlier(50, 15))).toEqual([]);
    // of 500: p = .0009
    expect(shifts(500, 200, {}, earlier(500, 150))).toEqual(['LabelShift warning']);
  });
});

describe('of several classes', () => {
  const fields = { positiveClass: undefined, classes: ['high', 'low', 'middle'] };
  const rows = (counts: readonly (readonly [string, number])[]) =>
    counts.flatMap(([label, count]) => rowsOf(count, () => ({ label })));
  const previous = { rows: 900, watermark: null, labels: { low: 300, middle: 300, high: 300 } };

  test('each one that has shifted is named', () => {
    const answer = found(
      {
        rows: rows([
          ['low', 540],
          ['middle', 300],
          ['high', 60],
        ]),
        previous,
      },
      fields,
    );

    expect(answer.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['LabelShift stop', 'LabelShift stop']);
    expect(answer[0]?.reason).toMatch(/^"high" is 0\.0667 of 900 outcomes, and was 0\.3333 of the 900/);
    expect(answer[1]?.reason).toMatch(/^"low" is 0\.6 of/);
  });

  test('one that is gone or new has shifted too', () => {
    const gone = told(
      {
        rows: rows([
          ['low', 450],
          ['middle', 450],
        ]),
        previous,
      },
      fields,
    );

    expect(gone).toContain('LabelShift stop');
    const without = { rows: 600, watermark: null, labels: { low: 300, middle: 300 } };
    expect(
      told(
        {
          rows: rows([
            ['low', 300],
            ['middle', 300],
            ['high', 300],
          ]),
          previous: without,
        },
        fields,
      ),
    ).toContain('LabelShift stop');
  });
});

test.each([
  ['no snapshot before', null],
  ['an empty one before', { rows: 0, watermark: null, labels: {} }],
])('%s says nothing of a shift', (_, previous) => {
  expect(told({ rows: now(100, 90), previous })).toEqual([]);
});

test('the same shares never are a shift, and swapped ones are the same shift in either direction', () => {
  const counts = fc.integer({ min: 1, max: 400 }).chain((rows) => fc.tuple(fc.constant(rows), fc.nat({ max: rows })));
  fc.assert(
    fc.property(counts, counts, ([rows, positive], [others, otherPositive]) => {
      expect(shifts(rows, positive, {}, earlier(rows, positive))).toEqual([]);
      const there = shifts(rows, positive, {}, earlier(others, otherPositive));
      expect(shifts(others, otherPositive, {}, earlier(rows, positive))).toEqual(there);
    }),
  );
});
