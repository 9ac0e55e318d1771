import { describe, expect, test } from 'vitest';
import type { ReferenceFeature } from '../../../lib/domain/artifacts/reference-profile.ts';
import { windowDrift } from '../../../lib/domain/triggers/window-drift.ts';
import {
  movedTenths,
  numericFeature,
  sampleProfile,
  sampleWindow,
  TENTHS,
  unevenTenths,
  type WindowDetails,
} from '../artifacts/drift-samples.ts';

const limits = { psi: 0.25, share: 0.3 };
const moved = { bins: unevenTenths(0.4), missing: 0 };

/** A profile of features with these importances, and a window in which some of them have moved. */
function judged(
  importances: readonly number[],
  drifted: readonly number[],
  details: WindowDetails = {},
  asked = limits,
) {
  const profile = sampleProfile({ features: importances.map((one, index) => numericFeature(`f${index}`, one)) });
  const features = Object.fromEntries(drifted.map((index) => [`f${index}`, moved]));
  return windowDrift(profile, sampleWindow(profile, { features, ...details }), asked);
}

describe('a window has drifted', () => {
  const even = [0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1];

  test('when critical features have the share of the importance', () => {
    expect(judged(even, [3, 4, 5])).toMatchObject({ drifted: true, share: expect.closeTo(0.3, 12) });
    expect(judged(even, [3, 4])).toMatchObject({ drifted: false, share: expect.closeTo(0.2, 12) });
  });

  test('when shares that add up to it in decimals do not quite in binary', () => {
    const drifted = [2, 3, 4, 5, 6, 7, 8, 9];
    const { share, reason } = judged(new Array(10).fill(0.1), drifted, {}, { psi: 0.25, share: 0.8 });
    expect(share).toBeLessThan(0.8);
    expect(reason).toMatch(/^drifted features have 80 % of the importance/);
  });

  test.each([0, 1, 2])('when one of the three most important is critical, such as number %d', (index) => {
    const falling = [0.2, 0.15, 0.12, 0.11, 0.11, 0.11, 0.1, 0.1];
    expect(judged(falling, [index]).drifted).toBe(true);
    expect(judged(falling, [3]).drifted).toBe(false);
  });

  test('when scores have drifted, whatever the features do (S0-49)', () => {
    const scores = (psi: number) => judged(even, [], { scores: unevenTenths(psi) });
    expect(scores(0.28)).toMatchObject({ drifted: true, reason: expect.stringContaining('the scores have drifted') });
    expect(scores(0.2499).drifted).toBe(false);
  });

  test('and says which features and by how much', () => {
    expect(judged(even, [0, 3, 4, 5]).reason).toMatch(
      /^drifted features have 50 % of the importance: "f0" \(PSI 0\.3998\d*, noise up to 0\.005\d+, distance 0\.\d+, 10000 rows\), .* and 1 more$/,
    );
    expect(judged(even, [0]).reason).toMatch(/^among the 3 most important features, some have drifted: "f0" /);
  });

  test('for more than one reason', () => {
    const { reason } = judged(even, [3, 4, 5], { scores: unevenTenths(0.3) });
    expect(reason).toMatch(/30 % of the importance: .*; the scores have drifted: "yes"/);
  });
});

describe('a window has not drifted', () => {
  test('when everything is as it was', () => {
    const stable = judged([0.5, 0.5], []);
    expect(stable).toMatchObject({ drifted: false, share: 0 });
    expect(stable.reason).toBe(
      'drifted features have 0 % of the importance in 10000 rows, below 30 %, the largest index is "f0" (PSI 0, noise up to 0.00557543, distance 0, 10000 rows)',
    );
  });

  test('when only features drift that the model does not use', () => {
    expect(judged([1, 0, 0], [1, 2])).toMatchObject({ drifted: false, share: 0 });
  });

  test('with a share of nothing, unless something has drifted', () => {
    const profile = sampleProfile();
    expect(windowDrift(profile, sampleWindow(profile), { psi: 0.25, share: 0 }).drifted).toBe(false);
  });
});

describe('a window says nothing', () => {
  const scaled = (rows: number) => TENTHS.map((_, bin) => (bin === 0 ? rows : 0));

  test.each([0, 1, 199])('with %d rows', (rows) => {
    const profile = sampleProfile({ features: [numericFeature('f0', 1)] });
    const features = { f0: { bins: scaled(rows), missing: 0 } };
    const found = windowDrift(profile, sampleWindow(profile, { rows, features, scores: scaled(rows) }), limits);
    expect(found).toMatchObject({
      drifted: null,
      n: rows,
      reason: `the window has ${rows} rows, at least 200 are needed`,
    });
  });

  test('and with one row more it does', () => {
    const profile = sampleProfile({ features: [numericFeature('f0', 1)] });
    const features = { f0: { bins: scaled(200), missing: 0 } };
    expect(
      windowDrift(profile, sampleWindow(profile, { rows: 200, features, scores: scaled(200) }), limits),
    ).toMatchObject({ drifted: true });
  });

  test('beside a model that was trained on as few', () => {
    const feature = numericFeature('f0', 1);
    const small = (rows: number) =>
      sampleProfile({ rows, features: [{ ...feature, counts: { bins: scaled(rows), missing: 0 } } as typeof feature] });
    const whole = sampleWindow(sampleProfile({ features: [feature] }));
    expect(windowDrift(small(199), whole, limits)).toMatchObject({
      drifted: null,
      reason: 'the model was trained on 199 rows, at least 200 are needed',
    });
    expect(windowDrift(small(200), whole, limits).drifted).toBe(true);
  });
});

describe('what moves by half a deviation, which is an index of .238 and a distance of .197', () => {
  const rows = 100_000;
  const tenths = movedTenths(0, rows);
  const feature = { ...numericFeature('f0', 1), counts: { bins: tenths, missing: 0 } } as ReferenceFeature;
  const [scores] = sampleProfile().scores;
  const profile = sampleProfile({
    rows,
    features: [feature],
    scoreRows: rows,
    scores: scores === undefined ? [] : [{ ...scores, bins: tenths }],
  });
  const moved = movedTenths(0.5, rows);

  test('has drifted as a feature, by its distance (S2-03)', () => {
    const found = windowDrift(
      profile,
      sampleWindow(profile, { features: { f0: { bins: moved, missing: 0 } } }),
      limits,
    );
    expect(found.features[0]).toMatchObject({
      level: 'critical',
      psi: expect.closeTo(0.238, 3),
      ks: { distance: expect.closeTo(0.197, 3), pValue: 0 },
    });
    expect(found.reason).toMatch(/^drifted features have 100 % .* \(PSI 0\.237\d*, noise .*, distance 0\.197\d*, /);
  });

  test('has not as the scores, where the index alone decides (S0-49)', () => {
    expect(windowDrift(profile, sampleWindow(profile, { scores: moved }), limits)).toMatchObject({
      drifted: false,
      scores: [{ level: 'warning' }],
    });
  });
});

test('scores that no holdout had are not judged, and features are', () => {
  const profile = sampleProfile({ scoreRows: 0, scores: [{ output: 'yes', edges: [], bins: [0], positives: [0] }] });
  const window = sampleWindow(profile, { scores: [10_000], features: { age: moved } });
  expect(windowDrift(profile, window, limits)).toMatchObject({ scores: [], drifted: true });
});
