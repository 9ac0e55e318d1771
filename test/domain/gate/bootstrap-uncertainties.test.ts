import { describe, expect, test } from 'vitest';
import { bootstrapUncertainties } from '../../../lib/domain/gate/bootstrap-uncertainties.ts';
import { closedFormUncertainty } from '../../../lib/domain/gate/closed-form-uncertainty.ts';
import { type Measure, measureKey } from '../../../lib/domain/gate/uncertainty.ts';
import { binaryRows, noisyRows, readPair } from './paired-samples.ts';

const bootstrap = { confidence: 0.9, seed: 7 };
const rows = noisyRows(400, 0.9, 0.6);

function found(measure: Measure, pair = readPair(rows), how = bootstrap) {
  return bootstrapUncertainties([measure], pair, how)[measureKey(measure)] ?? null;
}

const f1 = (mode: Measure['mode']) => ({ metric: 'f1', mode }) as const;

describe('a bootstrap of the rows', () => {
  test('has bounds on both sides of a gain, and depends on nothing but rows and seed', () => {
    const one = found(f1('absolute'));
    expect(one).toMatchObject({ method: 'bootstrap' });
    expect(one?.lower).toBeLessThan(one?.upper ?? Number.NaN);
    expect(found(f1('absolute'))).toEqual(one);
    expect(found(f1('absolute'), readPair(rows), { ...bootstrap, seed: 8 })).not.toEqual(one);
  });

  test.each(['auc', 'accuracy', 'log-loss'] as const)('agrees with the formula for %s where there is one', (metric) => {
    const measure = { metric, mode: 'absolute' } as const;
    const formula = closedFormUncertainty(measure, readPair(rows), 0.9);
    const resampled = found(measure);
    const error = formula?.standardError ?? Number.NaN;

    expect(Math.abs((resampled?.standardError ?? 0) / error - 1)).toBeLessThan(0.1);
    expect(Math.abs((resampled?.lower ?? 0) - (formula?.lower ?? 0))).toBeLessThan(0.3 * error);
    expect(Math.abs((resampled?.upper ?? 0) - (formula?.upper ?? 0))).toBeLessThan(0.3 * error);
  });

  test('has a small chance of no difference where there is a large one, and a large one where there is none', () => {
    const same = readPair(rows.map((row) => ({ ...row, candidate: row.champion })));
    expect(found(f1('absolute'))?.p).toBeLessThan(0.05);
    expect(found(f1('absolute'), same)).toMatchObject({ lower: 0, upper: 0, p: 1 });
  });

  test('of a floor is that of the candidate alone', () => {
    const other = readPair(rows.map((row) => ({ ...row, champion: 0.5 })));
    const [own, besideAnother] = [found(f1('floor')), found(f1('floor'), other)];
    expect(besideAnother?.lower).toBeCloseTo(own?.lower ?? Number.NaN, 2);
    expect(besideAnother?.upper).toBeCloseTo(own?.upper ?? Number.NaN, 2);
    expect(own?.p).toBeNull();
  });

  test('of a share divides each resample by its own champion', () => {
    const [points, share] = [found(f1('absolute')), found(f1('relative'))];
    expect(share?.lower).toBeGreaterThan(points?.lower ?? Number.NaN);
    expect(Math.sign(share?.lower ?? 0)).toBe(Math.sign(points?.lower ?? 0));
  });

  test('of a share of nothing is told in points, so that any F1 improves on none', () => {
    const none = readPair(rows.map((row) => ({ ...row, champion: 0.1 })));
    expect(found(f1('relative'), none)).toEqual(found(f1('absolute'), none));
    expect(found(f1('relative'), none)?.lower).toBeGreaterThan(0);
  });

  test('has none where a third of the resamples has nothing to divide by', () => {
    const positives = Array.from({ length: 60 }, (_, row) => row < 30);
    // the champion finds one positive row
    const champion = positives.map((_, row) => (row === 0 ? 0.9 : 0.1));
    const pair = readPair(binaryRows(positives, positives.map(Number), champion));
    expect(found(f1('relative'), pair)).toBeNull();
    expect(found(f1('absolute'), pair)?.lower).toBeGreaterThan(0);
  });

  test('keeps the number of rows of each class, so that one row of a class does not vanish', () => {
    const positives = Array.from({ length: 50 }, (_, row) => row === 0);
    const pair = readPair(binaryRows(positives, positives.map(Number), new Array(50).fill(0.1)));
    expect(found({ metric: 'auc', mode: 'absolute' }, pair)).toMatchObject({ lower: 0.5, upper: 0.5 });
  });

  test('does not depend on the order of rows where answers are all that counts', () => {
    for (const metric of ['f1', 'macro-f1'] as const) {
      const measure = { metric, mode: 'absolute' } as const;
      expect(found(measure, readPair(rows.toReversed()))).toEqual(found(measure));
    }
  });

  test('compares several classes', () => {
    const labels = ['a', 'b', 'c'] as const;
    const several = Array.from({ length: 150 }, (_, row) => {
      const right = labels.map((_label, index) => (index === row % 3 ? 0.6 : 0.2));
      const wrong = labels.map((_label, index) => (index === (row + 1) % 3 ? 0.6 : 0.2));
      const label = labels[row % 3] ?? 'a';
      return { id: `${row}`, label, candidate: row % 10 < 8 ? right : wrong, champion: row % 10 < 5 ? right : wrong };
    });
    const pair = readPair(several, { positiveClass: null, classes: [...labels] });
    for (const metric of ['auc', 'f1', 'macro-f1'] as const) {
      expect(found({ metric, mode: 'absolute' }, pair)?.lower).toBeGreaterThan(0);
    }
  });
});
