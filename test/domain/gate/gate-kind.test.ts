import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../../lib/domain/decisions/registration.ts';
import { gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import type { GateInput } from '../../../lib/domain/gate/gate.ts';
import { gateKind } from '../../../lib/domain/gate/gate-kind.ts';
import { askGate, gateQuestion } from '../../../lib/domain/gate/gate-question.ts';
import { sampleComparison } from '../artifacts/artifact-samples.ts';
import { bootstrapped, eventOf, ledgerOf, minute, SECOND } from '../ledger/ledger-samples.ts';
import { COMPARISON } from './gate-inputs.ts';
import { toldEvidence } from './told-evidence.ts';

const measured = { rows: 900, auc: 0.8, accuracy: 0.9, f1: null, 'macro-f1': null, 'log-loss': null, brier: null };
const slices = [{ slice: 'nurse', n: 80, delta: 0.01, interval: [-0.01, 0.03] as [number, number], passed: true }];
const evidence = toldEvidence({ 'auc absolute': [0.01, 0.03], 'accuracy absolute': [-0.002, 0.002] }, { slices });

function questionWith(details: Partial<GateInput> = {}, settings: Partial<GateInput['settings']> = {}) {
  const rules = [
    gateRule('auc', 'absolute', { minimum: 0.01, strict: false }),
    gateRule('accuracy', 'floor', { minimum: 0.95, strict: false }, { severity: 'soft' }),
  ];
  const guardrails = [
    { metric: 'accuracy' as const, margin: 0.01 },
    { metric: 'slice-auc' as const, margin: 0.02 },
  ];
  const all = { rules, rejectBelow: null, between: 'hold' as const, confidence: 0.9, guardrails, ...settings };
  const pair = { candidate: { ...measured, auc: 0.82 }, champion: measured };
  return gateQuestion({ settings: all, trigger: 'manual', ...pair, evidence, ...details }, COMPARISON);
}

const explained = (...given: Parameters<typeof questionWith>) =>
  gateKind.explain(questionWith(...given), askGate(questionWith(...given)));

test('rules and guardrails have a line each; a soft rule that fails is open, as it only warns', () => {
  expect(explained().rules).toMatchObject([
    { metric: 'auc absolute', threshold: 0.01, n: 900, interval: [0.01, 0.03], passed: true },
    { metric: 'accuracy floor', value: 0.9, threshold: 0.95, passed: null },
    { metric: 'guardrail accuracy absolute', value: 0, threshold: -0.01, interval: [-0.002, 0.002], passed: true },
    { metric: 'guardrail slice-auc of "nurse"', value: 0.01, threshold: -0.02, n: 80, passed: true },
  ]);
});

test.each([
  [0.9, { alpha: 0.05, spent: 0.05 }],
  [0.95, { alpha: 0.025, spent: 0.025 }],
  [null, null],
])('with the confidence %j the error budget is %j', (confidence, budget) => {
  expect(explained({}, { confidence }).errorBudget).toEqual(budget);
});

test('where single rows had no scores there is no error budget', () => {
  expect(explained({ evidence: null }).errorBudget).toBeNull();
});

describe('beside the ledger', () => {
  const verdict = askGate(questionWith());
  const told = verdictOf({ ...sampleComparison, ...verdict, warnings: ['the champion is the baseline'] });
  const entries = (details: object) => {
    const { modelVersion, modelSha256 } = SECOND;
    const event = eventOf('registered', { at: minute(1), modelVersion, modelSha256, ...told, ...details });
    return ledgerOf([bootstrapped(), event]).slice(1);
  };

  test('an entry with the same verdict, reason and numbers agrees, also where warnings were added', () => {
    expect(told.reason).not.toBe(verdict.reason);
    expect(gateKind.entryFinding(verdict, entries({}))).toBeNull();
    expect(gateKind.entryFinding(verdict, [])).toBeNull();
  });

  test.each([
    ['verdict', { verdict: 'hold' }],
    ['reason', { reason: 'because' }],
    ['number', { evidence: told.evidence.map((one) => ({ ...one, value: 0 })) }],
    ['number of rules', { evidence: told.evidence.slice(1) }],
  ])('an entry with another %s does not', (_, details) => {
    expect(gateKind.entryFinding(verdict, entries(details))).toContain('the gate decided promote');
  });
});
