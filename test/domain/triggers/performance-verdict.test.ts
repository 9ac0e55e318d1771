import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PerformanceTrigger, performanceDefaults } from '../../../lib/domain/definition/trigger-settings.ts';
import { evidenceSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import { cohortPerformance, type LabelTerms } from '../../../lib/domain/triggers/cohort-performance.ts';
import type { Cohort } from '../../../lib/domain/triggers/label-maturity.ts';
import { performanceVerdict } from '../../../lib/domain/triggers/performance-verdict.ts';

const terms = { positiveClass: 'yes', classes: [] };

/** So many rows, of which so many were predicted as they turned out. */
function cohort(rows: number, right: number, details: Partial<Cohort> = {}): Cohort {
  const labels = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'yes' : 'no'));
  const scores = labels.map((label, row) => ((label === 'yes') === row < right ? 0.9 : 0.1));
  return { predictions: rows * 2, labels, scores, coverage: 0.5, ...details };
}

function verdict(given: Cohort, settings: Partial<PerformanceTrigger> = {}, labels: LabelTerms = terms) {
  return performanceVerdict(cohortPerformance(given, labels), { ...performanceDefaults, ...settings });
}

describe('performance', () => {
  test('below the limit fires', () => {
    const fired = verdict(cohort(1_000, 919));
    expect(fired).toMatchObject({ fire: true, type: 'performance', code: 'FIRED' });
    expect(fired.reason).toBe(
      'accuracy 0.919 is below 0.92 on 1000 mature outcomes of 30 days, 50 % of the predictions',
    );
  });

  test('at the limit does not', () => {
    expect(verdict(cohort(1_000, 920))).toMatchObject({ fire: false, code: 'QUIET' });
    expect(verdict(cohort(1_000, 920)).reason).toContain('accuracy 0.92 is not below 0.92');
  });

  test('is not looked at under two hundred labels', () => {
    expect(verdict(cohort(199, 0))).toMatchObject({
      fire: false,
      code: 'NO_EVIDENCE',
      reason: 'no evidence: 199 mature outcomes of 30 days, at least 200 are needed',
    });
    const maturity = { seconds: 20 * 86_400, capped: false };
    expect(
      performanceVerdict(cohortPerformance({ ...cohort(0, 0), maturity }, terms), performanceDefaults).reason,
    ).toBe(
      'no evidence: 0 mature outcomes of 30 days, at least 200 are needed (nine of ten labels take up to 20 days, after which a prediction counts)',
    );
    expect(verdict(cohort(200, 0))).toMatchObject({ fire: true, code: 'FIRED' });
    expect(verdict(cohort(0, 0, { coverage: null })).code).toBe('NO_EVIDENCE');
  });

  test('without evidence is told with its estimate, however low, and does not fire by it', () => {
    const performance = (rows: number) => cohortPerformance(cohort(rows, rows), terms);

    expect(performanceVerdict(performance(199), performanceDefaults, 0.1)).toMatchObject({
      fire: false,
      code: 'NO_EVIDENCE',
      reason:
        'no evidence: 199 mature outcomes of 30 days, at least 200 are needed; estimated accuracy 0.1 (an estimate without labels; nothing is decided by it)',
    });
    expect(performanceVerdict(performance(200), performanceDefaults, 0.1)).toEqual(
      performanceVerdict(performance(200), performanceDefaults),
    );
  });

  test.each(['auc', 'f1', 'macro-f1'] as const)('may be that of %s', (metric) => {
    expect(verdict(cohort(1_000, 500), { metric }).code).toBe('FIRED');
    expect(verdict(cohort(1_000, 1_000), { metric })).toMatchObject({ code: 'QUIET' });
  });

  test('of a single class has no AUC, and says nothing', () => {
    const { labels, ...rest } = cohort(400, 400);
    const single = { ...rest, labels: labels.map(() => 'no') };
    expect(verdict(single, { metric: 'auc' })).toMatchObject({ fire: false, code: 'NO_EVIDENCE' });
    expect(verdict(single, { metric: 'auc' }).reason).toBe(
      'no evidence: auc is undefined on 400 mature outcomes of 30 days',
    );
  });

  test('of several classes is measured too', () => {
    const labels = Array.from({ length: 300 }, (_, row) => ['low', 'middle', 'high'][row % 3] ?? 'low');
    const scores = labels.map((label) => ['low', 'middle', 'high'].map((one) => (one === label ? 0.8 : 0.1)));
    const classes = { positiveClass: null, classes: ['low', 'middle', 'high'] };
    const right = { predictions: 300, labels, scores, coverage: 1 };
    expect(verdict(right, {}, classes)).toMatchObject({ code: 'QUIET' });
    const wrong = { ...right, labels: labels.toReversed() };
    expect(verdict(wrong, {}, classes).code).toBe('FIRED');
  });

  test.each([Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY])('of a score of %d says nothing', (score) => {
    const whole = cohort(300, 0);
    const broken = { ...whole, scores: [score, ...whole.scores.slice(1)] };
    expect(verdict(broken)).toMatchObject({ fire: false, code: 'NO_EVIDENCE' });
    expect(verdict(broken).reason).toContain('300 mature outcomes of 30 days, 1 of their scores are no probabilities');
  });

  test('has its number, its limit and the interval of its accuracy in the evidence', () => {
    const [evidence] = verdict(cohort(1_000, 919)).evidence;
    expect(evidenceSchema.parse(evidence)).toMatchObject({
      metric: 'accuracy',
      value: 0.919,
      threshold: 0.92,
      n: 1_000,
    });
    const [lower = 0, upper = 0] = evidence?.interval ?? [];
    // Wilson's, 90 %: 919 of 1000
    expect([lower, upper].map((bound) => Number(bound.toFixed(4)))).toEqual([0.9037, 0.9321]);
    expect(verdict(cohort(1_000, 919), { metric: 'auc' }).evidence[0]?.interval).toBeNull();
  });

  test('fires if and only if it is below', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 100 }), (right, percent) => {
        const { fire, code } = verdict(cohort(400, right), { below: percent / 100 });
        expect(fire).toBe(right / 400 < percent / 100 - 1e-9);
        expect(code).toBe(fire ? 'FIRED' : 'QUIET');
      }),
    );
  });
});
