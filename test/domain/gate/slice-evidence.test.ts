import { describe, expect, test } from 'vitest';
import { guardrailResults } from '../../../lib/domain/gate/guardrails.ts';
import { type SlicedRow, sliceEvidence } from '../../../lib/domain/gate/slice-evidence.ts';
import { noisyRows } from './paired-samples.ts';

const limits = { confidence: 0.9, margin: 0.02 };

/** So many rows of one slice, of models that see so sharply. */
function slice(name: string, count: number, candidate: number, champion: number): SlicedRow[] {
  return noisyRows(count, candidate, champion).map((row) => ({
    slice: name,
    positive: row.label === 'yes',
    candidate: row.candidate as number,
    champion: row.champion as number,
  }));
}

const better = (name: string) => slice(name, 1_000, 0.9, 0.5);
const worse = slice('worse', 1_000, 0.5, 0.9);

describe('slices', () => {
  test('that have all gained hold', () => {
    const found = sliceEvidence([...better('one'), ...better('two')], limits);
    expect(found.map(({ slice: name, passed }) => [name, passed])).toEqual([
      ['one', true],
      ['two', true],
    ]);
  });

  test('of which one has lost do not, while the others do', () => {
    const found = sliceEvidence([...worse, ...better('one')], limits);
    expect(found.map(({ slice: name, passed }) => [name, passed])).toEqual([
      ['one', true],
      ['worse', false],
    ]);
  });

  test('that are too small on one side say nothing', () => {
    const rows = better('small');
    const positives = rows.filter(({ positive }) => positive);
    const negatives = rows.filter(({ positive }) => !positive);
    const passed = (count: number) =>
      sliceEvidence([...positives.slice(0, count), ...negatives], limits).map((found) => found.passed);
    expect(passed(19)).toEqual([null]);
    expect(passed(20)).not.toEqual([null]);
    expect(sliceEvidence([], limits)).toEqual([]);
  });

  test('do not depend on the order of rows', () => {
    const rows = [...better('one'), ...worse, ...slice('small', 12, 1, 1)];
    expect(sliceEvidence(rows.toReversed(), limits).map(({ passed }) => passed)).toEqual(
      sliceEvidence(rows, limits).map(({ passed }) => passed),
    );
  });

  test('share out the chance of error, as Holm does: the surest gets the least of it', () => {
    const alone = sliceEvidence(slice('sure', 2_000, 0.9, 0.5), limits)[0];
    const [sure, unsure] = sliceEvidence(
      [...slice('sure', 2_000, 0.9, 0.5), ...slice('unsure', 2_000, 0.7, 0.66)],
      limits,
    );
    // the interval at .05 / 2 on each side instead of .05, and at .05 for the second
    const reach = (found: typeof sure) => (found?.interval?.[1] ?? 0) - (found?.interval?.[0] ?? 0);
    expect(reach(sure) / reach(alone)).toBeCloseTo(1.959963984540054 / 1.6448536269514722, 10);
    expect(sliceEvidence(slice('unsure', 2_000, 0.7, 0.66), limits)[0]?.interval).toEqual(unsure?.interval);
  });

  test('that score alike in every row have lost nothing', () => {
    const rows = better('same').map((row) => ({ ...row, candidate: row.champion }));
    expect(sliceEvidence(rows, limits)).toMatchObject([{ delta: 0, interval: [0, 0], passed: true }]);
  });
});

describe('the guardrail of slices', () => {
  const guarded = (slices: ReturnType<typeof sliceEvidence>) =>
    guardrailResults([{ metric: 'slice-auc', margin: 0.02 }], { rows: 9, estimates: {}, slices }, nothingMeasured);
  const nothing = { rows: 9, auc: null, accuracy: null, f1: null, 'macro-f1': null, 'log-loss': null, brier: null };
  const nothingMeasured = { candidate: nothing, champion: nothing };
  const told = (name: string, lower: number, passed: boolean | null) => ({
    slice: name,
    n: 100,
    delta: lower + 0.01,
    interval: [lower, lower + 0.02] as [number, number],
    passed,
  });

  test('rests on the worst of them', () => {
    expect(guarded([told('a', 0.01, true), told('b', -0.01, true)])).toMatchObject([{ slice: 'b', passed: true }]);
  });

  test('rests on one that fails, were another lower', () => {
    expect(guarded([told('a', -0.015, true), told('b', -0.01, false)])).toMatchObject([{ slice: 'b', passed: false }]);
  });

  test('is none where all of them say nothing', () => {
    expect(guarded([told('a', -0.5, null)])).toEqual([]);
    expect(guarded([])).toEqual([]);
  });
});
