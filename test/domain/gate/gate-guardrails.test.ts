import { describe, expect, test } from 'vitest';
import { gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import type { PairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import { decided } from './gate-samples.ts';
import { toldEvidence } from './told-evidence.ts';

describe('guardrails', () => {
  const { gate } = policyPresets['feed-ranker'];
  const numbers = { auc: 0.8, accuracy: 0.85, 'macro-f1': 0.7, 'log-loss': 0.4 };
  const kept = {
    'auc absolute': [0.01, 0.03],
    'accuracy absolute': [-0.004, 0.01],
    'macro-f1 absolute': [-0.009, 0.02],
    'log-loss relative': [-0.009, 0.02],
  } as const;
  const guarded = (estimates: Parameters<typeof toldEvidence>[0], details: Partial<PairedEvidence> = {}) =>
    decided(gate, numbers, { ...numbers, auc: 0.82 }, 'manual', toldEvidence({ ...kept, ...estimates }, details));

  test('that hold let a promotion pass, and are kept with their numbers', () => {
    const { verdict, guardrails } = guarded({});
    expect(verdict).toBe('promote');
    expect(guardrails[0]).toEqual({
      metric: 'accuracy absolute',
      margin: 0.005,
      delta: 0,
      interval: [-0.004, 0.01],
      n: 5_000,
      slice: null,
      passed: true,
    });
  });

  test.each([
    ['accuracy absolute', -0.0049, 'promote'],
    ['accuracy absolute', -0.005, 'a-b-test'],
    ['macro-f1 absolute', -0.0099, 'promote'],
    ['macro-f1 absolute', -0.01, 'a-b-test'],
    ['log-loss relative', -0.0099, 'promote'],
    ['log-loss relative', -0.01, 'a-b-test'],
  ] as const)('a lower bound of %s at %f: %s', (key, lower, verdict) => {
    const decision = guarded({ [key]: [lower, 0.02] });
    expect(decision).toMatchObject({ verdict, code: verdict === 'promote' ? 'BETTER' : 'GUARDRAIL' });
  });

  test('say what is lost', () => {
    expect(guarded({ 'accuracy absolute': [-0.012, 0.01] }).reason).toBe(
      'a guardrail does not hold: accuracy absolute may have lost 0.012, and 0.005 is the most',
    );
  });

  test('without an interval do not hold', () => {
    expect(guarded({ 'accuracy absolute': null })).toMatchObject({ verdict: 'a-b-test', code: 'GUARDRAIL' });
  });

  test('of slices name the slice', () => {
    const worst = {
      slice: 'student',
      n: 300,
      delta: -0.01,
      interval: [-0.04, 0.02] as [number, number],
      passed: false,
    };
    const guardrails = [{ metric: 'slice-auc', margin: 0.02 }] as const;
    const evidence = toldEvidence(kept, { slices: [worst] });
    const decision = decided({ ...gate, guardrails }, numbers, { ...numbers, auc: 0.82 }, 'manual', evidence);
    expect(decision).toMatchObject({ code: 'GUARDRAIL', slices: [worst] });
    expect(decision.reason).toBe(
      'a guardrail does not hold: slice-auc of "student" may have lost 0.04, and 0.02 is the most',
    );
  });

  test.each(['lead-conversion', 'backlink-actions', 'process-heat', 'backlink-lifecycle'] as const)(
    'are none in %s, which asks for its own gains',
    (preset) => {
      expect(policyPresets[preset].gate.guardrails).toEqual([]);
    },
  );
});

describe('floors', () => {
  test.each([
    [0.85, 'promote', 'BETTER'],
    [0.8499, 'reject', 'FLOOR_UNCERTAIN'],
  ])('of process-heat need a lower bound of .85, got %f (S2-09)', (lower, verdict, code) => {
    const { gate } = policyPresets['process-heat'];
    const evidence = toldEvidence({ 'f1 relative': [0.02, 0.1], 'accuracy floor': [lower, 0.95] });
    const decision = decided(gate, { f1: 0.8 }, { f1: 0.85, accuracy: 0.9 }, 'manual', evidence);
    expect(decision).toMatchObject({ verdict, code });
  });

  test.each([
    [0.8, 'promote', 'BETTER'],
    [0.7999, 'reject', 'FLOOR_UNCERTAIN'],
  ])('of backlink-actions need a lower bound of .80, got %f (S1-14)', (lower, verdict, code) => {
    const { gate } = policyPresets['backlink-actions'];
    const evidence = toldEvidence({ 'accuracy absolute': [0.001, 0.1], 'accuracy floor': [lower, 0.9] });
    const decision = decided(gate, { accuracy: 0.79 }, { accuracy: 0.82 }, 'manual', evidence);
    expect(decision).toMatchObject({ verdict, code });
  });

  test('that fail as points come first', () => {
    const { gate } = policyPresets['process-heat'];
    const evidence = toldEvidence({ 'f1 relative': [-0.3, -0.1], 'accuracy floor': [0.8, 0.9] });
    const decision = decided(gate, { f1: 0.8 }, { f1: 0.6, accuracy: 0.8499 }, 'manual', evidence);
    expect(decision).toMatchObject({ verdict: 'reject', code: 'FLOOR', confidence: 'high' });
  });

  test('say where their interval begins', () => {
    const floor = gateRule('auc', 'floor', { minimum: 0.65, strict: false });
    const evidence = toldEvidence({ 'auc floor': [0.64, 0.7] });
    const decision = decided(
      { rules: [floor], rejectBelow: null, between: 'reject' },
      {},
      { auc: 0.67 },
      'manual',
      evidence,
    );
    expect(decision.reason).toBe(
      'the floor is not certain: auc 0.67 is at least 0.65, but its 90 % interval begins at 0.64',
    );
    expect(decision.primary).toBeNull();
  });
});
