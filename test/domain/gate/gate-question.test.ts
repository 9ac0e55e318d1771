import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { decideGate, type GateInput } from '../../../lib/domain/gate/gate.ts';
import { askGate, gateQuestion, gateQuestionSchema, gateVerdict } from '../../../lib/domain/gate/gate-question.ts';
import { COMPARISON, gateInputs } from './gate-inputs.ts';
import { bounds, toldEvidence } from './told-evidence.ts';

/** As it is stored and read back. */
const stored = (input: GateInput) =>
  gateQuestionSchema.parse(JSON.parse(canonicalJson(gateQuestion(input, COMPARISON))));

test('asked once more from what is stored, the gate answers with the same bytes', () => {
  fc.assert(
    fc.property(gateInputs, (input) => {
      expect(canonicalJson(askGate(stored(input)))).toBe(canonicalJson(gateVerdict(decideGate(input))));
    }),
    { numRuns: 500 },
  );
});

const measured = { rows: 900, auc: 0.8, accuracy: 0.9, f1: null, 'macro-f1': null, 'log-loss': null, brier: null };

function inputWith(details: Partial<GateInput>): GateInput {
  const rules = [
    gateRule(
      'auc',
      'relative',
      { minimum: 0.01, strict: false },
      { triggers: { drift: { minimum: 0, strict: true } } },
    ),
  ];
  const settings = { rules, rejectBelow: null, between: 'hold' as const, confidence: 0.9, guardrails: [] };
  return {
    settings,
    trigger: 'manual',
    candidate: { ...measured, auc: 0.82 },
    champion: measured,
    evidence: null,
    ...details,
  };
}

test.each([
  ['manual', { minimum: 0.01, strict: false }],
  ['drift', { minimum: 0, strict: true }],
  ['experiment', { minimum: 0.01, strict: false }],
] as const)('after the trigger %s the rule has the bound %j', (trigger, bound) => {
  expect(stored(inputWith({ trigger })).rules).toEqual([
    { metric: 'auc', mode: 'relative', severity: 'hard', ...bound },
  ]);
});

test('intervals without an end are stored in words, and decide as they did', () => {
  const endless = {
    ...bounds(0, 0),
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    standardError: Number.NaN,
  };
  const evidence = { ...toldEvidence({}), estimates: { 'auc relative': endless } };
  const input = inputWith({ evidence });

  expect(stored(input).evidence?.estimates['auc relative']).toMatchObject({
    lower: '-infinite',
    upper: 'infinite',
    standardError: 'undefined',
  });
  expect(askGate(stored(input))).toEqual(gateVerdict(decideGate(input)));
  expect(askGate(stored(input)).code).toBe('INSUFFICIENT_EVIDENCE');
});

test('only intervals that the decision rests on are kept', () => {
  const evidence = toldEvidence({ 'auc relative': [0.01, 0.03], 'brier absolute': [0, 1] });
  expect(Object.keys(stored(inputWith({ evidence })).evidence?.estimates ?? {})).toEqual(['auc relative']);
});
