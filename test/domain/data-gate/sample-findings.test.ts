import { describe, expect, test } from 'vitest';
import { definitionWith } from '../definition/definition-samples.ts';
import { at, found, rowsOf, told, verdict } from './data-gate-samples.ts';

const scheduled = { trigger: 'schedule', schedule: 'weekly' } as const;

describe('rows to trust a model', () => {
  test.each([
    [49, ['TooFewSamples stop']],
    [50, ['Provisional warning']],
    [99, ['Provisional warning']],
    [100, []],
  ])('%i where 100 are trusted and 50 needed: %j (S0-09)', (count, expected) => {
    expect(told({ rows: rowsOf(count) })).toEqual(expected);
  });

  test('are named with what there is', () => {
    expect(found({ rows: rowsOf(99) })).toEqual([
      {
        code: 'Provisional',
        severity: 'warning',
        reason: '99 outcomes are in the window, below 100 a model is only provisional: watch it, or wait for more',
        value: 99,
        threshold: 100,
        n: 99,
      },
    ]);
  });
});

describe('new rows', () => {
  const previous = { rows: 100, watermark: at(9), labels: { yes: 50, no: 50 } };
  const recent = (count: number) => rowsOf(120, (index) => ({ receivedAt: index < count ? at(10) : at(9) }));
  const { samples } = definitionWith({ policy: 'backlink-actions' });

  test.each([
    [99, ['TooFewNewSamples stop']],
    [100, []],
  ])('%i where the preset needs 100: %j (S1-07)', (count, expected) => {
    expect(told({ request: scheduled, rows: recent(count), previous }, { samples })).toEqual(expected);
  });

  test('that a start by hand does without are a warning with the same numbers', () => {
    const [finding] = found({ rows: recent(99), previous }, { samples });

    expect(finding).toMatchObject({ severity: 'warning', value: 99, threshold: 100, n: 120 });
    expect(finding?.reason).toMatch(
      /^99 outcomes are new since the last snapshot, a retrain needs 100: a start by hand/,
    );
  });
});

describe('fewer rows than before', () => {
  const previous = (rows: number) => ({ rows, watermark: null, labels: { yes: 50, no: 50 } });

  test.each([
    ['refuse', 101, ['DatasetShrank stop']],
    ['accept', 101, ['DatasetShrank warning']],
    ['refuse', 100, []],
    ['accept', 100, []],
  ])('%s, %i before and 100 now: %j (S4-25)', (smallerDataset, rows, expected) => {
    expect(told({ previous: previous(rows) }, { gate: { smallerDataset } })).toEqual(expected);
  });

  test('say how many, and how to go on where that is refused', () => {
    const [refused] = found({ previous: previous(130) }, { gate: { smallerDataset: 'refuse' } });
    const [accepted] = found({ previous: previous(130) });

    const common =
      '100 outcomes are in the window, fewer than the 130 of the last snapshot: see whether outcomes still arrive';
    expect(refused).toMatchObject({
      reason: `${common}, or set gate.smallerDataset to accept`,
      value: 100,
      threshold: 130,
    });
    expect(accepted?.reason).toBe(common);
  });
});

test('an empty window is more than one reason not to train', () => {
  const answer = verdict({ rows: [] });

  expect(answer).toMatchObject({ decision: 'skip', code: 'TooFewSamples' });
  expect(answer.findings.map(({ code }) => code)).toEqual(['TooFewSamples', 'SingleClass']);
  expect(answer.findings.every(({ value, n }) => value === 0 && n === 0)).toBe(true);
});

test.each([
  [0, []],
  [1, ['ContradictedIds warning']],
])('%i ids that came with different contents: %j', (contradictedIds, expected) => {
  expect(told({ contradictedIds })).toEqual(expected);
});
