import fc from 'fast-check';
import type { Measurements } from '../../../lib/domain/artifacts/evaluation.ts';
import { gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import type { GateInput } from '../../../lib/domain/gate/gate.ts';
import { type GateQuestion, gateQuestion } from '../../../lib/domain/gate/gate-question.ts';
import type { PairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import { ruleValue } from '../../../lib/domain/gate/rule-value.ts';
import { guardedMeasure, measureKey } from '../../../lib/domain/gate/uncertainty.ts';
import { bounds, toldEvidence } from './told-evidence.ts';

export const COMPARISON = { key: 'churn/comparisons/c.json', sha256: 'c'.repeat(64), bytes: 700 };

const share = fc.option(fc.double({ min: 0.3, max: 0.8, noNaN: true }), { freq: 20 });

/** Two models that are not far from each other. */
const pair = fc
  .tuple(
    share,
    share,
    share,
    fc.array(fc.double({ min: -0.03, max: 0.08, noNaN: true }), { minLength: 6, maxLength: 6 }),
  )
  .map(([auc, accuracy, f1, gains]) => {
    const champion = { rows: 5_000, auc, accuracy, f1, 'macro-f1': f1, 'log-loss': 0.4, brier: 0.2 };
    const keys = ['auc', 'accuracy', 'f1', 'macro-f1', 'log-loss', 'brier'] as const;
    const gained = keys.map((key, index) => {
      const value = champion[key];
      return [key, value === null ? null : value + (gains[index] ?? 0)];
    });
    const candidate: Measurements = { ...champion, ...Object.fromEntries(gained) };
    return { candidate, champion };
  });

const presets = Object.values(policyPresets).map(({ gate }) => gate);
const lenient = presets.map((gate) => ({
  ...gate,
  rules: [gateRule('log-loss', 'absolute', { minimum: 0, strict: true })],
}));
const settings = fc
  .record({
    gate: fc.constantFrom(...presets, ...lenient),
    between: fc.constantFrom('reject' as const, 'hold' as const, 'a-b-test' as const),
    confidence: fc.constantFrom(0.9, null),
    guardrails: fc.constantFrom(
      [],
      [{ metric: 'accuracy' as const, margin: 0.01 }],
      [
        { metric: 'log-loss' as const, margin: 0.05 },
        { metric: 'slice-auc' as const, margin: 0.02 },
      ],
    ),
  })
  .map(({ gate, ...rest }) => ({ ...gate, ...rest }));

const slices = fc.array(fc.option(fc.boolean()), { maxLength: 3 }).map((told) =>
  told.map((passed, index) => ({
    slice: `job ${index}`,
    n: 90,
    delta: passed === null ? null : 0,
    interval: passed === null ? null : ([-0.01, passed ? 0.01 : 0] as [number, number]),
    passed,
  })),
);

/** What the gate may be asked, with intervals around the gains. */
export const gateInputs: fc.Arbitrary<GateInput> = fc
  .record({
    pair,
    settings,
    slices,
    trigger: fc.constantFrom('schedule', 'drift', 'manual', 'experiment'),
    widths: fc.array(fc.double({ min: 0, max: 0.04, noNaN: true }), { minLength: 9, maxLength: 9 }),
    labels: fc.constantFrom(1, 2, 2, 2, 2, 2),
    unknown: fc.option(fc.nat(8), { freq: 8, nil: undefined }),
    isKnown: fc.constantFrom(true, true, true, true, false),
  })
  .map(({ pair: measured, settings: asked, widths, unknown, isKnown, trigger, ...details }) => {
    const guarded = asked.guardrails.flatMap(({ metric }) => (metric === 'slice-auc' ? [] : [guardedMeasure(metric)]));
    const estimates = [...asked.rules, ...guarded].map((measure, index) => {
      const value = ruleValue(measure, measured);
      const width = widths[index % 9] ?? 0;
      const told = value === null || index === unknown ? null : bounds(value - width, value + width);
      return [measureKey(measure), told] as const;
    });
    const evidence: PairedEvidence = toldEvidence({}, { ...details, estimates: Object.fromEntries(estimates) });
    return {
      settings: asked,
      trigger: trigger as GateInput['trigger'],
      ...measured,
      evidence: isKnown ? evidence : null,
    };
  });

export const gateQuestions: fc.Arbitrary<GateQuestion> = gateInputs.map((input) => gateQuestion(input, COMPARISON));
