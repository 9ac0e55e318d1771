import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WindowBroken } from '../../../lib/domain/artifacts/drift-errors.ts';
import type { DriftWindow } from '../../../lib/domain/artifacts/drift-window.ts';
import { driftDefaults } from '../../../lib/domain/definition/trigger-settings.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { driftVerdict } from '../../../lib/domain/triggers/drift-verdict.ts';
import { kolmogorovSmirnovP } from '../../../lib/statistics/drift/kolmogorov-smirnov.ts';
import {
  movedTenths,
  numericFeature,
  sampleProfile,
  sampleWindow,
  TENTHS,
  unevenTenths,
} from '../artifacts/drift-samples.ts';

const profile = sampleProfile();
const day = (index: number, psi: number): DriftWindow =>
  sampleWindow(profile, { day: index, features: { age: { bins: unevenTenths(psi), missing: 0 } } });
const empty = (index: number): DriftWindow => {
  const nothing = { bins: new Array(10).fill(0), missing: 0 };
  const job = { levels: [], other: 0, missing: 0 };
  return sampleWindow(profile, { day: index, rows: 0, features: { age: nothing, job }, scores: nothing.bins });
};
const verdict = (...windows: DriftWindow[]) => driftVerdict(profile, windows, driftDefaults);

describe('drift', () => {
  test('fires at an index of .28 in two windows in a row (S2-02)', () => {
    const fired = verdict(day(0, 0.28), day(1, 0.28));
    expect(fired).toMatchObject({ fire: true, type: 'drift', code: 'FIRED' });
    expect(fired.reason).toMatch(/^2 of 2 windows in a row: drifted features have 75 % .*"age" \(PSI 0\.2795/);
  });

  test('does not fire at an index of .25 (S2-02)', () => {
    expect(verdict(day(0, 0.2499), day(1, 0.2499))).toMatchObject({ fire: false, code: 'QUIET' });
    const exact = { ...driftDefaults, psi: verdict(day(0, 0.25)).windows[0]?.features[0]?.psi ?? Number.NaN };
    expect(driftVerdict(profile, [day(0, 0.25), day(1, 0.25)], exact).fire).toBe(false);
    expect(driftVerdict(profile, [day(0, 0.25), day(1, 0.25)], { ...exact, psi: exact.psi - 1e-6 }).fire).toBe(true);
  });

  test('fires below an index of .25 where the distance of a feature is .1 and more (S2-03)', () => {
    const moved = (by: number) =>
      [0, 1].map((index) =>
        sampleWindow(profile, { day: index, features: { age: { bins: movedTenths(by), missing: 0 } } }),
      );
    expect(verdict(...moved(0.26)).fire).toBe(true);
    expect(verdict(...moved(0.24))).toMatchObject({ fire: false, code: 'QUIET' });
  });

  test('of the scores fires by itself (S0-49)', () => {
    const scored = (index: number) => sampleWindow(profile, { day: index, scores: unevenTenths(0.28) });
    expect(verdict(scored(0), scored(1)).fire).toBe(true);
  });

  test('waits for as many windows as the settings ask for (S0-46)', () => {
    const windows = [0, 1, 2].map((index) => day(index, 0.4));
    const needing = (count: number) => driftVerdict(profile, windows, { ...driftDefaults, windows: count });
    expect([1, 2, 3].map((count) => needing(count).code)).toEqual(['FIRED', 'FIRED', 'FIRED']);
    expect(needing(4)).toMatchObject({
      fire: false,
      code: 'WAITING',
      reason: expect.stringMatching(/^3 of 4 windows/),
    });
    expect(verdict(day(0, 0.4))).toMatchObject({ fire: false, code: 'WAITING' });
  });

  test('that is over does not fire', () => {
    expect(verdict(day(0, 0.4), day(1, 0.4), day(2, 0))).toMatchObject({ fire: false, code: 'QUIET' });
  });

  test.each([
    ['a window that is as it was', [day(0, 0.4), day(1, 0), day(2, 0.4)]],
    ['a window with next to no rows', [day(0, 0.4), empty(1), day(2, 0.4)]],
    ['a day that nobody counted', [day(0, 0.4), day(2, 0.4)]],
  ])('has to begin anew after %s', (_what, windows) => {
    expect(verdict(...windows)).toMatchObject({
      fire: false,
      code: 'WAITING',
      reason: expect.stringMatching(/^1 of 2/),
    });
  });

  test('is told in whatever order the windows come', () => {
    const windows = [day(0, 0), day(1, 0.4), day(2, 0.4)];
    expect(verdict(...windows.toReversed())).toEqual(verdict(...windows));
  });
});

describe('no evidence', () => {
  test.each([
    ['no window', [], 'no evidence: no window was counted'],
    ['an empty window', [empty(0)], 'no evidence: the window has 0 rows, at least 200 are needed'],
    ['an empty window after bad ones', [day(0, 0.4), day(1, 0.4), empty(2)], 'no evidence: the window has 0 rows'],
  ])('comes of %s', (_what, windows, reason) => {
    expect(verdict(...windows)).toMatchObject({ fire: false, code: 'NO_EVIDENCE', type: 'drift' });
    expect(verdict(...windows).reason).toContain(reason);
  });
});

describe('the evidence', () => {
  const shifted = sampleWindow(profile, { features: { age: { bins: movedTenths(0.5), missing: 0 } } });
  const valuesOf = (window: DriftWindow) =>
    Object.fromEntries(verdict(window).evidence.map(({ metric, value, threshold }) => [metric, [value, threshold]]));

  test('has the share, the scores, and the Kolmogorov-Smirnov distance and p-value beside the index (S2-03)', () => {
    const { evidence } = verdict(shifted);
    expect(evidence.map(({ metric }) => metric)).toEqual([
      'drifted share of importance',
      'score psi of yes',
      'drift level of age',
      'psi of age',
      'psi noise floor of age',
      'ks distance of age',
      'ks p of age',
    ]);
    expect(evidence[0]).toEqual({
      metric: 'drifted share of importance',
      value: 0.75,
      threshold: 0.3,
      n: 10_000,
      interval: null,
    });
    expect(valuesOf(shifted)).toMatchObject({
      'drift level of age': [2, 2],
      'psi of age': [expect.closeTo(0.238, 3), 0.25],
      'psi noise floor of age': [expect.closeTo(0.0056, 4), null],
      'ks distance of age': [expect.closeTo(0.197, 3), 0.1],
      'ks p of age': [expect.closeTo(0, 12), 0.025],
    });
  });

  test('has a p-value of what may be chance as well (S2-03)', () => {
    const slight = sampleWindow(profile, { features: { age: { bins: movedTenths(0.02), missing: 0 } } });
    const { distance, p } = { distance: valuesOf(slight)['ks distance of age'], p: valuesOf(slight)['ks p of age'] };
    expect(distance?.[0]).toBeCloseTo(0.008, 3);
    expect(p?.[0]).toBeCloseTo(kolmogorovSmirnovP(Number(distance?.[0]), 10_000, 10_000), 12);
    expect(p?.[0]).toBeGreaterThan(0.5);
  });

  test('has how many levels are new, of names', () => {
    const jobs = ['pilot', 'cook'].map((level) => ({ level, rows: 3_000 }));
    const job = { levels: [{ level: 'clerk', rows: 3_900 }, ...jobs], other: 0, missing: 100 };
    expect(valuesOf(sampleWindow(profile, { features: { job } }))).toMatchObject({
      'drift level of job': [2, 2],
      'unseen levels of job': [2, null],
    });
    expect(valuesOf(sampleWindow(profile, { features: { job } }))).not.toHaveProperty('ks p of job');
  });

  test('leaves out what is stable, but for what has moved most', () => {
    const { evidence } = verdict(sampleWindow(profile));
    expect(evidence.filter(({ metric }) => metric.startsWith('drift level of '))).toEqual([
      { metric: 'drift level of age', value: 0, threshold: 2, n: 10_000, interval: null },
    ]);
  });

  test('has the feature that has moved most, and then the most important ones, each with all of its numbers', () => {
    const names = Array.from({ length: 60 }, (_, index) => `f${index}`);
    const importance = (index: number) => (2 * (60 - index)) / (60 * 61);
    const many = sampleProfile({ features: names.map((name, index) => numericFeature(name, importance(index))) });
    const features = Object.fromEntries(
      names.slice(5).map((name, index) => [name, { bins: unevenTenths(index === 54 ? 0.6 : 0.4), missing: 0 }]),
    );
    const { evidence } = driftVerdict(many, [sampleWindow(many, { features })], driftDefaults);
    const told = evidence.flatMap(({ metric }) => /^drift level of (.*)$/.exec(metric)?.[1] ?? []);
    expect(told).toEqual(['f59', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10', 'f11', 'f12']);
    expect(evidence).toHaveLength(2 + 5 * told.length);
  });

  test('fits into the ledger however many features and outputs there are and whatever they are called', () => {
    const names = Array.from({ length: 60 }, (_, index) => `${'x'.repeat(60)}${'😀'.repeat(12)}${index}`);
    const [scores] = profile.scores;
    const many = sampleProfile({
      features: names.map((name) => numericFeature(name, 1 / 60)),
      scores: names.flatMap((output) => (scores === undefined ? [] : [{ ...scores, output }])),
    });
    const features = Object.fromEntries(names.map((name) => [name, { bins: unevenTenths(0.4), missing: 0 }]));
    const { evidence } = driftVerdict(many, [sampleWindow(many, { features })], driftDefaults);
    expect(evidence.length).toBeGreaterThan(40);
    expect(evidence.length).toBeLessThanOrEqual(50);
    for (const one of evidence) {
      expect(evidenceSchema.safeParse(one).success).toBe(true);
      expect(one.metric.isWellFormed()).toBe(true);
    }
  });
});

test('windows that overlap are refused', () => {
  expect(() => verdict(day(0, 0), day(0, 0.4))).toThrow(WindowBroken);
  expect(() => verdict(day(0, 0), day(0, 0.4))).toThrow('add up what was counted at the same time');
});

describe('whatever is missing', () => {
  const count = fc.oneof(
    fc.nat({ max: 3_000 }),
    fc.constantFrom(Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, undefined, null),
  );
  const bins = fc.oneof(
    fc.array(count, { maxLength: 11 }),
    fc.constantFrom([...TENTHS], new Array(10).fill(0), unevenTenths(0.5)),
  );
  const feature = fc.oneof(
    fc.record({
      kind: fc.constant('numeric'),
      feature: fc.constant('age'),
      counts: fc.record({ bins, missing: count }),
    }),
    fc.record({
      kind: fc.constant('categorical'),
      feature: fc.constant('job'),
      counts: fc.record({
        levels: fc.array(fc.record({ level: fc.constantFrom('clerk', 'nurse', 'new'), rows: count }), { maxLength: 3 }),
        other: count,
        missing: count,
      }),
    }),
    fc.constant(undefined),
  );
  const broken = fc
    .record({
      features: fc.array(feature, { maxLength: 3 }),
      scores: fc.array(fc.record({ output: fc.constantFrom('yes', 'no'), bins }), { maxLength: 2 }),
      rows: count,
    })
    .map((parts) => parts as unknown as Partial<DriftWindow>);

  test('there is a named error or a verdict on sound counts, and no other failure', () => {
    fc.assert(
      fc.property(fc.array(broken, { minLength: 1, maxLength: 3 }), (parts) => {
        const windows = parts.map((part, index) => ({ ...day(index, 0.4), ...part }));
        try {
          const { fire, code, windows: found } = verdict(...windows);
          expect(fire).toBe(code === 'FIRED');
          for (const { n, drifted } of found) expect(n >= 200 || drifted === null).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(WindowBroken);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('one broken window among drifted ones neither fires nor passes', () => {
    const spoilt = fc.constantFrom<Partial<DriftWindow>>(
      { features: [] },
      { rows: Number.NaN },
      { rows: -1 },
      { scores: [] },
      { scores: [{ output: 'yes', bins: [Number.NaN, ...TENTHS.slice(1)] }] },
    );
    fc.assert(
      fc.property(spoilt, fc.nat({ max: 2 }), (part, place) => {
        const windows = [0, 1, 2].map((index) => ({ ...day(index, 0.4), ...(index === place ? part : {}) }));
        expect(() => verdict(...windows)).toThrow(WindowBroken);
      }),
    );
  });

  test('too few rows never fire, whatever they are', () => {
    const few = fc.array(fc.nat({ max: 19 }), { minLength: 10, maxLength: 10 }).map((counts) => {
      const rows = counts.reduce((sum, one) => sum + one, 0);
      return { rows, scores: counts, features: { age: { bins: counts, missing: 0 } } };
    });
    fc.assert(
      fc.property(few, (details) => {
        const job = { levels: [], other: details.rows, missing: 0 };
        const windows = [0, 1].map((index) =>
          sampleWindow(profile, { ...details, day: index, features: { ...details.features, job } }),
        );
        expect(verdict(...windows)).toMatchObject({ fire: false, code: 'NO_EVIDENCE' });
      }),
    );
  });
});
