import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binDrift, type DistributionDrift, levelDrift } from '../../../lib/domain/triggers/distribution-drift.ts';
import { driftLevel } from '../../../lib/domain/triggers/drift-level.ts';
import { chiSquareQuantile } from '../../../lib/statistics/distributions/chi-square.ts';
import { kolmogorovSmirnov } from '../../../lib/statistics/drift/kolmogorov-smirnov.ts';
import { populationStability } from '../../../lib/statistics/drift/population-stability.ts';
import { TENTHS, unevenTenths } from '../artifacts/drift-samples.ts';

const limits = { psi: 0.25, distance: 0.1, tests: 30 };
const question = { name: 'age', ...limits };
const tenths = { bins: TENTHS, missing: 0 };

describe('the drift of a number', () => {
  test('has the index, the noise that it has to exceed, and the distances of its counts', () => {
    const moved = { bins: [500, ...new Array(8).fill(1_000), 1_500], missing: 0 };
    const drift = binDrift(question, tenths, moved);
    expect(drift?.psi).toBeCloseTo(populationStability(tenths.bins, moved.bins) ?? Number.NaN, 12);
    expect(drift?.noiseFloor).toBeCloseTo((2 / 10_000) * chiSquareQuantile(0.999, 9), 12);
    expect(drift?.ks?.distance).toBeCloseTo(0.05, 12);
    expect(drift).toMatchObject({ name: 'age', n: 10_000, unseen: null });
    expect(drift?.jensenShannon).toBeGreaterThan(0);
  });

  test('has a distance that is at most that of its values, and never surer (S2-03)', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 5, maxLength: 60 });
    const countsOf = (values: readonly number[]) => ({
      bins: Array.from({ length: 10 }, (_, bin) => values.filter((one) => Math.floor(one / 10) === bin).length),
      missing: 0,
    });
    fc.assert(
      fc.property(sample, sample, (reference, current) => {
        const [one, other] = [countsOf(reference), countsOf(current)];
        const bound = binDrift(question, one, other)?.ks;
        const exact = kolmogorovSmirnov(reference, current);
        expect(bound?.distance).toBeLessThanOrEqual((exact?.distance ?? Number.NaN) + 1e-12);
        expect(bound?.pValue).toBeGreaterThanOrEqual((exact?.pValue ?? Number.NaN) - 1e-12);
      }),
    );
  });

  test('sees values that are missing more often than before', () => {
    const drift = binDrift(question, tenths, { bins: TENTHS.map((count) => count / 2), missing: 5_000 });
    expect(drift).toMatchObject({ level: 'critical', ks: { distance: 0 } });
  });

  test('has no distance where all values are missing, and is null without a row', () => {
    expect(binDrift(question, tenths, { bins: new Array(10).fill(0), missing: 9 })?.ks).toBeNull();
    expect(binDrift(question, tenths, { bins: new Array(10).fill(0), missing: 0 })).toBeNull();
  });
});

describe('the drift of a name', () => {
  const levels = (counts: Record<string, number>, other = 0, missing = 0) => ({
    levels: Object.entries(counts).map(([level, rows]) => ({ level, rows })),
    other,
    missing,
  });

  test('names the levels that the reference has not got', () => {
    const drift = levelDrift(
      question,
      levels({ clerk: 500, nurse: 500 }),
      levels({ clerk: 500, pilot: 300, cook: 200 }),
    );
    expect(drift).toMatchObject({ level: 'critical', unseen: ['cook', 'pilot'], ks: null });
    expect(drift?.psi).toBeCloseTo(populationStability([500, 500, 0], [500, 0, 500]) ?? Number.NaN, 12);
  });

  test('names none where the reference does not list all that it has', () => {
    const drift = levelDrift(question, levels({ clerk: 500 }, 500), levels({ clerk: 500 }, 500));
    expect(drift).toMatchObject({ psi: 0, unseen: [], level: 'none' });
  });

  test('counts rare levels, unlisted ones and missing values apart from the others', () => {
    const drift = levelDrift(question, levels({ a: 600 }, 300, 100), levels({ a: 500 }, 200, 300));
    expect(drift?.psi).toBeCloseTo(populationStability([600, 300, 100], [500, 200, 300]) ?? Number.NaN, 12);
  });
});

describe('the level of a drift', () => {
  const measured: Omit<DistributionDrift, 'level'> = {
    name: 'age',
    n: 10_000,
    psi: 0,
    noiseFloor: 0.01,
    ks: null,
    jensenShannon: 0,
    unseen: null,
  };
  const ks = (distance: number, pValue: number) => ({ ks: { distance, pValue } });
  const sure = 0.05 / 30 - 1e-6;
  const unsure = 0.05 / 30;

  test.each<[string, Partial<typeof measured>, string]>([
    ['an index at the limit (S2-02)', { psi: 0.25 }, 'warning'],
    ['an index above the limit (S2-02)', { psi: 0.2501 }, 'critical'],
    ['an index above the limit within the noise', { psi: 0.28, noiseFloor: 0.28 }, 'none'],
    ['an index above the limit and just above the noise', { psi: 0.28, noiseFloor: 0.2799 }, 'critical'],
    ['an index at .1', { psi: 0.1 }, 'none'],
    ['an index above .1', { psi: 0.1001 }, 'warning'],
    ['an index above .1 within the noise', { psi: 0.1001, noiseFloor: 0.11 }, 'none'],
    ['a distance of .05', ks(0.05, sure), 'warning'],
    ['a distance below .05', ks(0.0499, sure), 'none'],
    ['a distance of .05 that may be chance', ks(0.05, unsure), 'none'],
    ['a distance of .1', ks(0.1, sure), 'critical'],
    ['a distance below .1', ks(0.0999, sure), 'warning'],
    ['a distance of .1 that may be chance', ks(0.1, unsure), 'none'],
    ['a Jensen-Shannon distance of .1', { psi: 0.05, jensenShannon: 0.1 }, 'none'],
    ['a Jensen-Shannon distance above .1', { psi: 0.05, jensenShannon: 0.1001 }, 'warning'],
    ['a Jensen-Shannon distance above .1 of noise', { psi: 0.01, jensenShannon: 0.1001 }, 'none'],
  ])('is right for %s', (_what, details, level) => {
    expect(driftLevel({ ...measured, ...details }, limits)).toBe(level);
  });

  test('follows the limit that the definition sets', () => {
    expect(driftLevel({ ...measured, psi: 0.06 }, { ...limits, psi: 0.05 })).toBe('critical');
    expect(driftLevel({ ...measured, psi: 0.05 }, { ...limits, psi: 0.05 })).toBe('none');
    expect(driftLevel({ ...measured, psi: 0.4 }, { ...limits, psi: 0.5 })).toBe('warning');
  });

  test('goes by the index alone where no distance is critical (S0-49)', () => {
    const scores = { ...limits, distance: null };
    expect(driftLevel({ ...measured, ...ks(0.4, 0) }, scores)).toBe('warning');
    expect(driftLevel({ ...measured, ...ks(0.4, 0), psi: 0.2501 }, scores)).toBe('critical');
  });

  test('never rises because there are more rows of the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.099, noNaN: true }), fc.constantFrom(1, 10, 1_000), (psi, times) => {
        const bins = unevenTenths(psi).map((count) => count * times);
        const drift = binDrift(question, tenths, { bins, missing: 0 });
        // only the Jensen-Shannon distance, of which .1 is an index of .055, sees that little
        expect(drift?.level).toBe((drift?.jensenShannon ?? 0) > 0.1 ? 'warning' : 'none');
      }),
    );
  });
});
