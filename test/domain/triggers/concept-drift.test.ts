import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferenceProfile } from '../../../lib/domain/artifacts/reference-profile.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { conceptVerdict, countedVerdict } from '../../../lib/domain/triggers/concept-drift.ts';
import type { Cohort } from '../../../lib/domain/triggers/label-maturity.ts';
import { sampleProfile } from '../artifacts/drift-samples.ts';

const profile = sampleProfile();

/** Hundreds of outcomes in the middle of each tenth of the scores; so many of each are `yes`, as a share. */
function cohort(perBin: number, shareOf: (middle: number) => number): Pick<Cohort, 'labels' | 'scores'> {
  const middles = Array.from({ length: 10 }, (_, bin) => (2 * bin + 1) / 20);
  const rows = middles.flatMap((middle) =>
    Array.from({ length: perBin }, (_, row) => ({
      score: middle,
      label: row < Math.round(perBin * shareOf(middle)) ? 'yes' : 'no',
    })),
  );
  return { labels: rows.map(({ label }) => label), scores: rows.map(({ score }) => score) };
}

const asBefore = (middle: number) => middle;

/** A model of two classes whose tenths have a hundred rows each, of which so many are of the first. */
function twoClasses(first: number): Pick<ReferenceProfile, 'scoreRows' | 'scores'> {
  const bins = new Array<number>(10).fill(100);
  const output = (name: string, positives: number) => ({
    output: name,
    edges: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    bins,
    positives: bins.map(() => positives),
  });
  return { scoreRows: 1_000, scores: [output('a', first), output('b', 100 - first)] };
}

const counted = (positives: number) => ({ bins: [1_000], positives: [positives] });
const oneBin = (rows: number, positives: number, outputs = 1) => ({
  scoreRows: rows,
  scores: Array.from({ length: outputs }, (_, index) => ({
    output: `class ${index}`,
    edges: [],
    bins: [rows],
    positives: [positives],
  })),
});

describe('outcomes for the same scores (S0-47)', () => {
  test('that are as before are quiet, with the largest shift', () => {
    const verdict = conceptVerdict(profile, cohort(100, asBefore));

    expect(verdict).toMatchObject({ fire: false, type: 'drift', code: 'QUIET', shift: 0 });
    expect(verdict.reason).toBe(
      'outcomes are as before for the same scores: of 1000 mature outcomes, beside 10000 rows of the holdout, moved most: "yes" by 0 % (p 1)',
    );
  });

  test('that came true less often have changed', () => {
    const verdict = conceptVerdict(
      profile,
      cohort(100, (middle) => middle * 0.7),
    );

    expect(verdict).toMatchObject({ fire: true, code: 'FIRED' });
    expect(verdict.shift).toBeCloseTo(0.15, 2);
    expect(verdict.reason).toMatch(
      /^outcomes have changed for the same scores: of 1000 mature outcomes, beside 10000 rows of the holdout, moved: "yes" by 15(\.\d+)? % \(p /,
    );
  });

  test('are compared whatever became of the scores: a hundred times as many low ones change nothing', () => {
    const high = cohort(100, asBefore);
    const low = { labels: Array.from({ length: 10_000 }, (_, row) => (row % 20 === 0 ? 'yes' : 'no')), score: 0.05 };
    const moved = {
      labels: [...high.labels, ...low.labels],
      scores: [...high.scores, ...low.labels.map(() => low.score)],
    };

    expect(conceptVerdict(profile, moved)).toMatchObject({ code: 'QUIET', shift: expect.closeTo(0, 12) });
  });
});

describe('a change', () => {
  test.each([
    [5_499, 'QUIET'],
    [5_500, 'FIRED'],
    [4_500, 'FIRED'],
    [4_501, 'QUIET'],
  ])('has to be large enough to matter: %d of 10000 where it was half are %s', (positives, code) => {
    // so many rows of the holdout that chance is no excuse
    const outputs = [{ bins: [10_000], positives: [positives] }];
    const verdict = countedVerdict(oneBin(100_000, 50_000), { n: 10_000, outputs });

    expect(verdict.code).toBe(code);
    expect(verdict.evidence[1]?.value).toBeLessThan(1e-9);
  });

  test('has to be larger than chance: the same share of fewer rows says nothing', () => {
    const verdict = countedVerdict(oneBin(100_000, 50_000), {
      n: 200,
      outputs: [{ bins: [200], positives: [120] }],
    });

    expect(verdict.shift).toBeCloseTo(0.1, 9);
    expect(verdict.code).toBe('QUIET');
  });

  test('has to be the rarer, the more outputs a model has: all looks together are wrong once in a thousand', () => {
    const verdictOf = (outputs: number) =>
      countedVerdict(oneBin(1_000, 500, outputs), {
        n: 1_000,
        outputs: Array.from({ length: outputs }, (_, index) => counted(index === 0 ? 575 : 500)),
      });

    // p is about .0008
    expect([1, 2].map((outputs) => verdictOf(outputs).code)).toEqual(['FIRED', 'QUIET']);
    expect(verdictOf(2).evidence[1]).toMatchObject({ metric: 'calibration p of class 0', threshold: 0.0005 });
  });

  test('of one class of several is named, and the others are not', () => {
    const scores = Array.from({ length: 1_000 }, (_, row) => [((row % 10) + 0.5) / 10, 0.95]);
    const labels = scores.map((_, row) => (row % 100 < 30 ? 'a' : 'c'));
    const verdict = conceptVerdict(twoClasses(30), { labels, scores });

    // nothing was `b` any more, and as many were `a` as before
    expect(verdict.reason).toMatch(/ moved: "b" by 70 % \(p [^)]*\)$/);
    expect(verdict.evidence.map(({ metric }) => metric)).toEqual([
      'calibration shift of b',
      'calibration p of b',
      'calibration shift of a',
      'calibration p of a',
    ]);
  });
});

describe('no evidence', () => {
  const turned = cohort(100, (middle) => 1 - middle);

  test.each<[string, Parameters<typeof conceptVerdict>, string]>([
    [
      'too few mature labels',
      [profile, { labels: turned.labels.slice(0, 199), scores: turned.scores.slice(0, 199) }],
      '199 mature outcomes, at least 200 are needed',
    ],
    [
      'scores that are no probabilities',
      [profile, { ...turned, scores: turned.scores.map((score, row) => (row < 3 ? 1.5 : score)) }],
      '1000 mature outcomes, 3 of their scores are no probabilities',
    ],
    [
      'too few rows of the holdout',
      [oneBin(199, 100), turned],
      '1000 mature outcomes, the holdout has 199 rows, at least 200 are needed',
    ],
    [
      'outcomes that are all alike',
      [oneBin(1_000, 0), { labels: turned.labels.map(() => 'no'), scores: turned.scores }],
      '1000 mature outcomes, no bin of scores has enough of both kinds of outcomes',
    ],
  ])('comes of %s', (_what, [known, given], reason) => {
    const verdict = conceptVerdict(known, given);

    expect(verdict).toMatchObject({ fire: false, code: 'NO_EVIDENCE', shift: null });
    expect(verdict.reason).toBe(`no evidence on outcomes for the same scores: ${reason}`);
  });

  test('no more comes of one label or row more', () => {
    const given = { labels: turned.labels.slice(-200), scores: turned.scores.slice(-200) };
    expect(conceptVerdict(profile, given).code).toBe('FIRED');
    expect(countedVerdict(oneBin(200, 100), { n: 1_000, outputs: [counted(900)] }).code).toBe('FIRED');
  });
});

test('the evidence fits into the ledger however many outputs there are and whatever they are called', () => {
  const { scores } = oneBin(1_000, 500, 60);
  const named = scores.map((one, index) => ({ ...one, output: `${'x'.repeat(70)}${'😀'.repeat(8)}${index}` }));
  const verdict = countedVerdict(
    { scoreRows: 1_000, scores: named },
    { n: 1_000, outputs: named.map(() => counted(900)) },
  );

  expect(verdict.evidence).toHaveLength(50);
  for (const one of verdict.evidence) expect(evidenceSchema.safeParse(one).success).toBe(true);
  expect(verdict.reason).toContain(' and 57 more');
});

test('whatever the scores and labels are, there is a verdict: it fires with a large shift that chance explains badly', () => {
  const score = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(Number.NaN, -1, 2));
  const rows = fc.array(fc.tuple(score, fc.constantFrom('yes', 'no', 'other')), { minLength: 150, maxLength: 400 });
  fc.assert(
    fc.property(rows, (given) => {
      const labels = given.map(([, label]) => label);
      const { fire, code, shift, evidence } = conceptVerdict(profile, { labels, scores: given.map(([one]) => one) });
      expect(fire).toBe(code === 'FIRED');
      expect(shift === null).toBe(code === 'NO_EVIDENCE');
      const [, chance] = evidence;
      if (code !== 'NO_EVIDENCE') expect(fire).toBe((shift ?? 0) >= 0.05 && (chance?.value ?? 1) < 0.001);
    }),
    { numRuns: 100 },
  );
});
