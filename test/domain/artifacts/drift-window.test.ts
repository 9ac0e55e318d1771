import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWindows } from '../../../lib/domain/artifacts/add-windows.ts';
import { WindowBroken } from '../../../lib/domain/artifacts/drift-errors.ts';
import { requireWindow } from '../../../lib/domain/artifacts/drift-window.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { sampleProfile, sampleWindow, TENTHS } from './drift-samples.ts';

const profile = sampleProfile();
const window = sampleWindow(profile);
const [age, job] = window.features;

describe('a window', () => {
  test('that was counted with the profile is taken as it is', () => {
    expect(requireWindow(window, profile)).toEqual(window);
  });

  test('may have levels that the profile has not got, and missing values', () => {
    const counts = { levels: [{ level: 'pilot', rows: 9_000 }], other: 500, missing: 500 };
    expect(() => requireWindow(sampleWindow(profile, { features: { job: counts } }), profile)).not.toThrow();
  });

  const bins = (...changed: number[]) => [...changed, ...TENTHS.slice(changed.length)];
  const ages = (counts: unknown) => ({ ...window, features: [{ ...age, counts }, job] });

  test.each<[string, unknown, string]>([
    ['a negative count', ages({ bins: bins(-1_000, 3_000), missing: 0 }), 'features[0].counts.bins[0]'],
    ['a count that is not a number', ages({ bins: bins(Number.NaN), missing: 0 }), 'features[0].counts.bins[0]'],
    ['an infinite count', ages({ bins: bins(Number.POSITIVE_INFINITY), missing: 0 }), 'features[0].counts.bins[0]'],
    ['part of a row', ages({ bins: bins(0.5, 1_999.5), missing: 0 }), 'features[0].counts.bins[0]'],
    ['no counts', ages(undefined), 'features[0].counts'],
    [
      'other rows than it says',
      ages({ bins: TENTHS, missing: 1 }),
      'should count the 10000 rows of the window, got 10001',
    ],
    ['bins of another profile', ages({ bins: [5_000, 5_000], missing: 0 }), 'should have the 10 bins of the profile'],
    ['a feature less', { ...window, features: [age] }, "'features' should have categorical job"],
    ['no feature', { ...window, features: [] }, "'features' should have numeric age, categorical job"],
    ['a feature more', { ...window, features: [age, job, age] }, 'in this order'],
    ['features in another order', { ...window, features: [job, age] }, 'in this order'],
    ['a feature of another kind', { ...window, features: [age, { ...age, feature: 'job' }] }, 'categorical job'],
    ['no scores', { ...window, scores: [] }, "'scores' should have yes"],
    ['scores of other rows', { ...window, scores: [{ output: 'yes', bins: bins(1) }] }, "'scores[0].bins'"],
    ['a negative number of rows', { ...window, rows: -1 }, "'rows'"],
    ['an end before its beginning', { ...window, to: window.from }, "'to' should be after"],
    ['another model', { ...window, modelSha256: sha256Hex('other') }, "'modelSha256'"],
    ['another schema', { ...window, schema: 'ratchet.drift-window/2' }, "'schema'"],
  ])('with %s is refused', (_what, broken, text) => {
    expect(() => requireWindow(broken, profile)).toThrow(WindowBroken);
    expect(() => requireWindow(broken, profile)).toThrow(text);
  });

  test('with a level twice is refused', () => {
    const counts = { levels: new Array(2).fill({ level: 'nurse', rows: 5_000 }), other: 0, missing: 0 };
    const broken = sampleWindow(profile, { features: { job: counts } });
    expect(() => requireWindow(broken, profile)).toThrow("should have each level of 'job' once");
  });
});

describe('windows that are added up', () => {
  const tenths = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 10, maxLength: 10 });
  const levels = fc.uniqueArray(
    fc.record({ level: fc.constantFrom('a', 'b', '__proto__'), rows: fc.nat({ max: 9 }) }),
    {
      selector: ({ level }) => level,
    },
  );
  const any = fc.record({ bins: tenths, levels, day: fc.nat({ max: 5 }) }).map(({ bins, levels: named, day }) => {
    const rows = bins.reduce((sum, count) => sum + count, 0);
    const counted = named.reduce((sum, one) => sum + one.rows, 0);
    const scores = [...new Array(9).fill(0), rows];
    const job = { levels: named, other: 0, missing: Math.max(rows - counted, 0) };
    return sampleWindow(profile, { day, rows, scores, features: { age: { bins, missing: 0 }, job } });
  });

  test('have the counts of both, in whatever order', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const sum = addWindows(one, other);
        expect(sum.rows).toBe(one.rows + other.rows);
        expect(sum.from <= one.from && sum.to >= other.to).toBe(true);
        const binsOf = ({ features: [first] }: typeof one) =>
          first !== undefined && 'bins' in first.counts ? first.counts.bins : [];
        expect(binsOf(sum)).toEqual(binsOf(one).map((count, bin) => count + (binsOf(other)[bin] ?? 0)));
        const rowsOf = ({ features: [, second] }: typeof one, level: string) =>
          second !== undefined && 'levels' in second.counts
            ? (second.counts.levels.find((counted) => counted.level === level)?.rows ?? 0)
            : 0;
        for (const level of ['a', 'b', '__proto__']) {
          expect(rowsOf(sum, level)).toBe(rowsOf(one, level) + rowsOf(other, level));
          expect(rowsOf(addWindows(other, one), level)).toBe(rowsOf(sum, level));
        }
      }),
    );
  });

  test('can be compared with the profile as each of them can', () => {
    expect(() => requireWindow(addWindows(window, sampleWindow(profile, { day: 1 })), profile)).not.toThrow();
  });

  test.each<[string, Partial<typeof window>]>([
    ['models', { modelSha256: sha256Hex('other') }],
    ['features', { features: window.features.slice(1) }],
    ['bins', { scores: [{ output: 'yes', bins: [10_000] }] }],
    ['outputs', { scores: [{ output: 'no', bins: [...TENTHS] }] }],
  ])('of other %s are refused', (_what, details) => {
    expect(() => addWindows(window, { ...window, ...details })).toThrow(WindowBroken);
  });
});
