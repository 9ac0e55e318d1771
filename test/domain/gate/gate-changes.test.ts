import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { gateChanges } from '../../../lib/domain/gate/gate-changes.ts';
import { askGate, type GateQuestion, gateQuestion } from '../../../lib/domain/gate/gate-question.ts';
import type { PairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import { COMPARISON, gateQuestions } from './gate-inputs.ts';
import { toldEvidence } from './told-evidence.ts';

const isPromoted = (question: GateQuestion) => askGate(question).verdict === 'promote';

test('each change really takes a promotion back, or makes one', () => {
  fc.assert(
    fc.property(gateQuestions, (question) => {
      for (const change of gateChanges(question)) expect(isPromoted(change.question)).toBe(!isPromoted(question));
    }),
    { numRuns: 1000 },
  );
});

test('what is promoted has something that would have kept it, by its first rule', () => {
  let promotions = 0;
  fc.assert(
    fc.property(gateQuestions, (question) => {
      if (!isPromoted(question)) return;
      promotions += 1;
      expect(gateChanges(question)).not.toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(promotions).toBeGreaterThan(3);
});

test('what is not promoted for want of a gain has a gain that would have been enough', () => {
  let told = 0;
  fc.assert(
    fc.property(gateQuestions, (question) => {
      const { code } = askGate(question);
      if (isPromoted(question) || code === 'NO_EVIDENCE' || question.evidence?.labels === 1) return;
      const isKnown = question.rules.every(
        ({ metric, mode }) => question.evidence === null || question.evidence.estimates[`${metric} ${mode}`] !== null,
      );
      if (!isKnown || question.guardrails.length > 0) return;
      told += 1;
      expect(gateChanges(question)).not.toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(told).toBeGreaterThan(20);
});

const measured = (auc: number) => ({
  rows: 1_000,
  auc,
  accuracy: 0.9,
  f1: null,
  'macro-f1': null,
  'log-loss': null,
  brier: null,
});

function asked(auc: number, evidence: PairedEvidence | null, details: object = {}): GateQuestion {
  const rules = [gateRule('auc', 'absolute', { minimum: 0.01, strict: false })];
  const settings = { rules, rejectBelow: null, between: 'hold' as const, confidence: 0.9, guardrails: [], ...details };
  const input = { settings, trigger: 'manual' as const, candidate: measured(auc), champion: measured(0.8), evidence };
  return gateQuestion(input, COMPARISON);
}

const textsOf = (question: GateQuestion) => gateChanges(question).map(({ text }) => text);

describe('in words', () => {
  test('a gain of .004 where .01 is asked for', () => {
    expect(textsOf(asked(0.804, null))).toEqual(['auc 0.81 instead of 0.804 (absolute gain 0.01 instead of 0.004)']);
  });

  test('a gain of .02 that is promoted would not have been at just below .01', () => {
    expect(textsOf(asked(0.82, null))).toEqual([
      'auc 0.809999 instead of 0.82 (absolute gain 0.009999 instead of 0.02)',
    ]);
  });

  test('a gain that may be none would have been certain on four times the rows', () => {
    const evidence = toldEvidence({ 'auc absolute': [-0.02, 0.06] }, { rows: 1_000 });
    expect(textsOf(asked(0.82, evidence))).toEqual([
      'auc 0.840001 instead of 0.82 (absolute gain 0.040001 instead of 0.02)',
      'the same numbers on 4002 rows instead of 1000',
    ]);
  });

  test('nothing but a slice stands in the way', () => {
    const slices = [{ slice: 'nurse', n: 80, delta: -0.1, interval: [-0.2, 0] as [number, number], passed: false }];
    const evidence = toldEvidence({ 'auc absolute': [0.01, 0.03] }, { slices });
    const guarded = asked(0.82, evidence, { guardrails: [{ metric: 'slice-auc', margin: 0.02 }] });
    expect(textsOf(guarded)).toEqual(['no loss in "nurse"']);
  });

  test('a value that no model can have is not named', () => {
    expect(
      textsOf(asked(0.1, null, { rules: [gateRule('auc', 'relative', { minimum: 0.5, strict: false })] })),
    ).toEqual([]);
  });
});
