import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../../lib/domain/artifacts/comparison.ts';
import type { Measurements } from '../../../lib/domain/artifacts/evaluation.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import { decideGate, type GateInput } from '../../../lib/domain/gate/gate.ts';
import type { PairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import { guardedMeasure, measureKey } from '../../../lib/domain/gate/uncertainty.ts';
import { bounds, toldEvidence } from './told-evidence.ts';

/** From the worst for the candidate to the best. */
const order = ['reject', 'hold', 'a-b-test', 'promote'] as const;

const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 20 });
const measurements: fc.Arbitrary<Measurements> = fc.record({
  rows: fc.nat(100_000),
  auc: share,
  accuracy: share,
  f1: share,
  'macro-f1': share,
  'log-loss': share,
  brier: share,
});

/** Bounds that need not fit to any value. */
const bound = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.01, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
);
const estimate = fc
  .tuple(bound, bound)
  .map(([one, other]) => bounds(Math.min(one, other), Math.max(one, other)))
  .map((told) => ({ ...told, standardError: Math.abs(told.standardError) || 0 }));

const gates = Object.values(policyPresets).map(({ gate }) => gate);

const keys = gates.flatMap(({ rules, guardrails }) => [
  ...rules.map(measureKey),
  ...guardrails.flatMap(({ metric }) => (metric === 'slice-auc' ? [] : [measureKey(guardedMeasure(metric))])),
]);

const evidence: fc.Arbitrary<PairedEvidence> = fc
  .record({
    told: fc.array(fc.option(estimate, { freq: 10 }), { minLength: keys.length, maxLength: keys.length }),
    labels: fc.integer({ min: 1, max: 3 }),
    rows: fc.nat(10_000),
    underpowered: fc.boolean(),
  })
  .map(({ told, ...details }) =>
    toldEvidence(
      {},
      { ...details, estimates: Object.fromEntries(keys.map((key, index) => [key, told[index] ?? null])) },
    ),
  );

const input: fc.Arbitrary<GateInput & { readonly evidence: PairedEvidence }> = fc.record({
  settings: fc
    .tuple(fc.constantFrom(...gates), fc.constantFrom('reject', 'hold', 'a-b-test'))
    .map(([gate, between]) => ({
      ...gate,
      between,
    })),
  trigger: fc.constantFrom('schedule', 'drift', 'performance', 'volume', 'manual', 'experiment'),
  candidate: measurements,
  champion: measurements,
  evidence,
});

describe('whatever is known of the uncertainty', () => {
  test('a verdict is never better with it than by points', () => {
    fc.assert(
      fc.property(input, (known) => {
        const byPoints = decideGate({ ...known, evidence: null });
        const certain = decideGate(known);
        expect(order.indexOf(certain.verdict)).toBeLessThanOrEqual(order.indexOf(byPoints.verdict));
      }),
      { numRuns: 500 },
    );
  });

  test('what is no promotion by points stays the same verdict', () => {
    fc.assert(
      fc.property(input, (known) => {
        const byPoints = decideGate({ ...known, evidence: null });
        fc.pre(byPoints.verdict !== 'promote' && byPoints.verdict !== 'reject');
        expect([byPoints.verdict, 'reject']).toContain(decideGate(known).verdict);
      }),
    );
  });

  test('wider intervals never help', () => {
    fc.assert(
      fc.property(input, fc.double({ min: 0, max: 1, noNaN: true }), (known, widening) => {
        const wider = Object.fromEntries(
          Object.entries(known.evidence.estimates).map(([key, told]) => [
            key,
            told && { ...told, lower: told.lower - widening, upper: told.upper + widening },
          ]),
        );
        const [narrow, wide] = [known.evidence, { ...known.evidence, estimates: wider }].map((told) =>
          decideGate({ ...known, evidence: told }),
        );
        expect(wide?.verdict === 'promote' && narrow?.verdict !== 'promote').toBe(false);
      }),
    );
  });

  test('rows of one label, or a rule without an interval, never promote', () => {
    fc.assert(
      fc.property(input, fc.nat(), (known, which) => {
        const { rules } = known.settings;
        const rule = rules[which % rules.length];
        const oneLabel = { ...known.evidence, labels: 1 };
        const without = { ...known.evidence.estimates, [rule === undefined ? '' : measureKey(rule)]: null };
        expect(decideGate({ ...known, evidence: oneLabel }).verdict).not.toBe('promote');
        expect(decideGate({ ...known, evidence: { ...known.evidence, estimates: without } }).verdict).not.toBe(
          'promote',
        );
      }),
    );
  });

  test('a promotion has every gain above its least, and a code of its own', () => {
    fc.assert(
      fc.property(input, (known) => {
        const { verdict, code, rules, guardrails } = decideGate(known);
        expect(verdict === 'promote').toBe(code === 'BETTER');
        if (verdict !== 'promote') return;
        expect(rules.every(({ passed, severity }) => passed === true || severity === 'soft')).toBe(true);
        expect(guardrails.every(({ passed }) => passed === true)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('the decision can be stored', () => {
    const parts = comparisonSchema
      .pick({ verdict: true, code: true, confidence: true, reason: true, uncertainty: true })
      .extend(comparisonSchema.pick({ rules: true, primary: true, guardrails: true, slices: true }).shape);
    fc.assert(
      fc.property(input, (known) => {
        const result = parts.safeParse(decideGate(known));
        expect(result.error?.issues ?? []).toEqual([]);
      }),
    );
  });
});
