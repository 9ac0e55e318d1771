import { describe, expect, test } from 'vitest';
import { gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import { answeredRows, binaryRows, evidenceOf, models, noisyRows } from './paired-samples.ts';

const rows = noisyRows(300, 0.9, 0.6);

describe('the evidence of paired rows', () => {
  test('has an interval of everything that the rules and guardrails ask for, and of every metric (S1-38)', () => {
    const { estimates } = evidenceOf(rows, {
      rules: [
        gateRule('f1', 'relative', { minimum: 0.05, strict: false }),
        gateRule('accuracy', 'floor', { minimum: 0.85, strict: false }),
      ],
      guardrails: [
        { metric: 'log-loss', margin: 0.01 },
        { metric: 'accuracy', margin: 0.01 },
      ],
    });
    expect(Object.keys(estimates).sort()).toEqual(
      [
        ...['auc', 'accuracy', 'f1', 'macro-f1', 'log-loss', 'brier'].map((metric) => `${metric} absolute`),
        'f1 relative',
        'accuracy floor',
        'log-loss relative',
      ].sort(),
    );
    for (const estimate of Object.values(estimates)) expect(estimate).not.toBeNull();
  });

  test('tells the population', () => {
    const { rows: count, labels, prevalence, confidence } = evidenceOf(answeredRows(40, 2, 8, 50));
    expect({ count, labels, prevalence, confidence }).toEqual({
      count: 100,
      labels: 2,
      prevalence: 0.2,
      confidence: 0.9,
    });
  });

  test.each([
    ['2,000 rows, 400 of the rarer class', 2_000, 400, false],
    ['one row fewer', 1_999, 400, true],
    ['one of the rarer class fewer', 2_000, 399, true],
    ['as many of the other class', 2_000, 1_600, false],
    ['too few of the other class', 2_000, 1_601, true],
  ])('is thin or not: %s', (_, count, positives, underpowered) => {
    const sample = Array.from({ length: count }, (_row, row) => row < positives);
    const scores = sample.map((positive) => (positive ? 0.7 : 0.3));
    expect(evidenceOf(binaryRows(sample, scores, scores)).underpowered).toBe(underpowered);
  });

  test('knows models that score every row alike as one, whatever the interval would be', () => {
    const same = rows.map((row) => ({ ...row, candidate: row.champion }));
    const { estimates } = evidenceOf(same, { rules: policyPresets['process-heat'].gate.rules });
    expect(estimates['accuracy absolute']).toEqual({
      method: 'identical',
      standardError: 0,
      lower: 0,
      upper: 0,
      p: 1,
    });
    expect(estimates['f1 relative']).toMatchObject({ method: 'identical', lower: 0 });
    // a floor is no difference
    expect(estimates['accuracy floor']).toMatchObject({ method: 'wilson' });

    const [first, ...others] = same;
    const almost = [{ ...first, id: 'row-0', label: first?.label ?? '', champion: 0.111, candidate: 0.112 }, ...others];
    expect(evidenceOf(almost).estimates['accuracy absolute']).toMatchObject({ method: 'agresti-min' });
  });

  test('has a seed of both models, which makes it repeatable', () => {
    const { seed } = evidenceOf(rows);
    expect(evidenceOf(rows)).toEqual(evidenceOf(rows));
    expect(evidenceOf(rows, {}, { models: { ...models, candidateSha256: 'c'.repeat(64) } }).seed).not.toBe(seed);
    expect(evidenceOf(rows, {}, { models: { ...models, championSha256: 'c'.repeat(64) } }).seed).not.toBe(seed);
  });

  test('of no rows has none', () => {
    expect(evidenceOf([])).toMatchObject({ rows: 0, labels: 0, prevalence: null, underpowered: true, estimates: {} });
  });

  test('of one label knows that', () => {
    const alike = rows.map((row) => ({ ...row, label: 'no' }));
    const { labels, prevalence, estimates } = evidenceOf(alike);
    expect({ labels, prevalence }).toEqual({ labels: 1, prevalence: 0 });
    expect(estimates['auc absolute']).toBeNull();
    expect(estimates['accuracy absolute']).not.toBeNull();
  });

  test('has slices only where they are guarded', () => {
    const slices = rows.map((_, row) => (row % 2 === 0 ? 'even' : 'odd'));
    const guardrails = [{ metric: 'slice-auc', margin: 0.02 }] as const;
    expect(evidenceOf(rows, { guardrails }, { slices }).slices.map(({ slice }) => slice)).toEqual(['even', 'odd']);
    expect(evidenceOf(rows, { guardrails }).slices).toEqual([]);
    expect(evidenceOf(rows, {}, { slices }).slices).toEqual([]);
  });

  test('of several classes tells the rarest', () => {
    const several = rows.map((row, index) => ({
      ...row,
      label: index < 30 ? 'rare' : (['a', 'b'][index % 2] ?? 'a'),
      candidate: [0.2, 0.3, 0.5],
      champion: [0.2, 0.5, 0.3],
    }));
    const terms = { positiveClass: null, classes: ['rare', 'a', 'b'] };
    expect(evidenceOf(several, {}, { terms })).toMatchObject({ labels: 3, prevalence: 0.1 });
  });
});
