import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../../lib/domain/artifacts/comparison.ts';
import type { Measurements } from '../../../lib/domain/artifacts/evaluation.ts';
import { type GateRule, gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import { decideGate } from '../../../lib/domain/gate/gate.ts';
import { decided } from './gate-samples.ts';

const onePoint = gateRule('auc', 'absolute', { minimum: 0.01, strict: false });
const floor = gateRule('accuracy', 'floor', { minimum: 0.85, strict: false });

const settings = (rules: readonly GateRule[], details: object = {}) => ({
  rules,
  rejectBelow: null,
  between: 'hold' as const,
  ...details,
});

describe('no evidence', () => {
  test.each([
    ['candidate', { auc: 0.8 }, { auc: null }],
    ['champion', { auc: null }, { auc: 0.9 }],
  ])('about the %s in a hard rule holds', (_which, champion, candidate) => {
    const decision = decided(settings([onePoint]), champion, candidate);
    expect(decision).toMatchObject({ verdict: 'hold', confidence: 'none' });
    expect(decision.reason).toMatch(/^no evidence: auc is undefined on 5000 rows \(champion .+, candidate .+\)$/);
    expect(decision.rules[0]).toMatchObject({ value: null, passed: null });
  });

  test('holds even where the other rules have failed or passed', () => {
    const rules = settings([onePoint, floor], { rejectBelow: -0.005 });
    expect(decided(rules, { auc: 0.8 }, { auc: 0.5 }).verdict).toBe('hold');
    expect(decided(rules, { auc: 0.8 }, { auc: 0.9 }).verdict).toBe('hold');
  });

  test('in a soft rule only warns', () => {
    const soft = gateRule('brier', 'absolute', { minimum: 0, strict: false }, { severity: 'soft' });
    const decision = decided(settings([onePoint, soft]), { auc: 0.8 }, { auc: 0.9 });
    expect(decision.verdict).toBe('promote');
    expect(decision.reason).toContain('; warning: brier is undefined');
  });

  test('of a champion is not needed for a floor', () => {
    expect(decided(settings([floor]), { accuracy: null }, { accuracy: 0.9 }).verdict).toBe('promote');
  });
});

describe('a soft rule', () => {
  const soft = gateRule('accuracy', 'floor', { minimum: 0.9, strict: false }, { severity: 'soft' });

  test('that fails does not stop a promotion, and is told', () => {
    const decision = decided(settings([onePoint, soft]), { auc: 0.8 }, { auc: 0.9, accuracy: 0.8 });
    expect(decision.verdict).toBe('promote');
    expect(decision.reason).toMatch(/; warning: accuracy 0.8 is below 0.9$/);
    expect(decision.rules[1]).toMatchObject({ severity: 'soft', passed: false });
  });

  test('that passes is not told', () => {
    expect(decided(settings([onePoint, soft]), { auc: 0.8 }, { auc: 0.9, accuracy: 0.95 }).reason).not.toContain(
      'warning',
    );
  });
});

describe('an improvement that is not enough', () => {
  test.each(['hold', 'a-b-test', 'reject'] as const)('gets the verdict %s when the definition says so', (between) => {
    expect(decided(settings([onePoint], { between }), { auc: 0.8 }, { auc: 0.805 }).verdict).toBe(between);
  });

  test('is none below a floor', () => {
    const rules = settings([onePoint, floor]);
    expect(decided(rules, { auc: 0.8 }, { auc: 0.805, accuracy: 0.8499 }).verdict).toBe('reject');
    expect(decided(rules, { auc: 0.8 }, { auc: 0.82, accuracy: 0.8499 }).verdict).toBe('reject');
    expect(decided(rules, { auc: 0.8 }, { auc: 0.805, accuracy: 0.85 }).verdict).toBe('hold');
  });

  test('is also one where the first rule passes and another gain is too small', () => {
    const macro = gateRule('macro-f1', 'absolute', { minimum: 0.01, strict: false });
    const decision = decided(
      settings([onePoint, macro]),
      { auc: 0.8, 'macro-f1': 0.5 },
      { auc: 0.82, 'macro-f1': 0.505 },
    );
    expect(decision.verdict).toBe('hold');
    expect(decision.reason).toBe(
      'the improvement is not enough: absolute macro-f1 gain 0.005 (macro-f1 0.5 to 0.505) is below 0.01',
    );
  });
});

describe('rejectBelow', () => {
  const rules = settings([gateRule('auc', 'absolute', { minimum: -0.02, strict: false })], { rejectBelow: -0.01 });

  test.each([
    [0.79, 'promote'],
    [0.7899, 'reject'],
  ])('stops what the rules would let pass: %f is %s', (auc, verdict) => {
    expect(decided(rules, { auc: 0.8 }, { auc }).verdict).toBe(verdict);
  });
});

describe('what a rule measures', () => {
  test('falls from lower log-loss and Brier score being better', () => {
    const rules = settings([
      gateRule('log-loss', 'absolute', { minimum: 0.01, strict: false }),
      gateRule('brier', 'relative', { minimum: 0.1, strict: false }),
    ]);
    const champion = { 'log-loss': 0.3, brier: 0.1 };
    expect(decided(rules, champion, { 'log-loss': 0.29, brier: 0.09 }).verdict).toBe('promote');
    expect(decided(rules, champion, { 'log-loss': 0.2901, brier: 0.09 }).verdict).toBe('hold');
    expect(decided(rules, champion, { 'log-loss': 0.31, brier: 0.09 }).verdict).toBe('reject');
  });

  test('is infinite from nothing, which is stored as no number with its outcome', () => {
    const rules = settings([gateRule('f1', 'relative', { minimum: 0.05, strict: false })]);
    const decision = decided(rules, { f1: 0 }, { f1: 0.3 });
    expect(decision).toMatchObject({ verdict: 'promote', rules: [{ value: null, passed: true }] });
    expect(decision.reason).toBe('better: relative f1 gain infinite (f1 0 to 0.3) is at least 0.05');
  });

  test('of a perfect champion can only get worse', () => {
    const rules = settings([gateRule('brier', 'relative', { minimum: 0, strict: false })]);
    expect(decided(rules, { brier: 0 }, { brier: 0.1 })).toMatchObject({
      verdict: 'reject',
      rules: [{ passed: false }],
    });
    expect(decided(rules, { brier: 0 }, { brier: 0 }).verdict).toBe('promote');
  });

  test('is told with its threshold and rows', () => {
    const { rules } = decided(settings([onePoint, floor]), { auc: 0.8 }, { auc: 0.82, accuracy: 0.9 });
    expect(rules).toEqual([
      {
        metric: 'auc absolute',
        value: expect.closeTo(0.02, 12),
        threshold: 0.01,
        strict: false,
        n: 5000,
        interval: null,
        severity: 'hard',
        passed: true,
      },
      {
        metric: 'accuracy floor',
        value: 0.9,
        threshold: 0.85,
        strict: false,
        n: 5000,
        interval: null,
        severity: 'hard',
        passed: true,
      },
    ]);
  });
});

const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
const measurements: fc.Arbitrary<Measurements> = fc.record({
  rows: fc.nat(100_000),
  auc: share,
  accuracy: share,
  f1: share,
  'macro-f1': share,
  'log-loss': fc.option(fc.double({ min: 0, max: 35, noNaN: true })),
  brier: share,
});
const preset = fc.constantFrom(...Object.values(policyPresets)).map(({ gate }) => gate);
const trigger = fc.constantFrom('schedule', 'drift', 'performance', 'volume', 'manual', 'experiment');

describe('whatever two models measure', () => {
  test('a promotion has passed every hard rule, and what is not promoted has not', () => {
    fc.assert(
      fc.property(preset, trigger, measurements, measurements, (gate, by, candidate, champion) => {
        const { verdict, rules } = decideGate({ settings: gate, trigger: by, candidate, champion, evidence: null });
        const passed = rules.every((rule) => rule.severity === 'soft' || rule.passed === true);
        const worse = gate.rejectBelow !== null && (rules[0]?.value ?? 0) < gate.rejectBelow;
        expect(verdict === 'promote').toBe(passed && !worse);
      }),
    );
  });

  test('the champion never replaces itself, except where drift asks for no gain', () => {
    fc.assert(
      fc.property(preset, trigger, measurements, (gate, by, champion) => {
        fc.pre(by !== 'drift');
        expect(
          decideGate({ settings: gate, trigger: by, candidate: champion, champion, evidence: null }).verdict,
        ).not.toBe('promote');
      }),
    );
  });

  test('the decision can be stored', () => {
    fc.assert(
      fc.property(preset, trigger, measurements, measurements, (gate, by, candidate, champion) => {
        const decision = decideGate({ settings: gate, trigger: by, candidate, champion, evidence: null });
        const parts = comparisonSchema.pick({ verdict: true, code: true, confidence: true, reason: true, rules: true });
        expect(parts.strip().safeParse(decision).success).toBe(true);
      }),
    );
  });

  test('twenty rules have a reason that a ledger entry takes', () => {
    const many = new Array<GateRule>(20).fill(gateRule('macro-f1', 'relative', { minimum: 0.123456, strict: true }));
    const { reason } = decided(settings(many), { 'macro-f1': 0.123456 }, { 'macro-f1': 0.123457 });
    expect(reason.length).toBe(1000);
    expect(reason.endsWith('…')).toBe(true);
  });
});
