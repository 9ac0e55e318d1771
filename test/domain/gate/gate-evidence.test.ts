import { describe, expect, test } from 'vitest';
import { type GateRule, gateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { policyPresets } from '../../../lib/domain/definition/policy-presets.ts';
import { decided } from './gate-samples.ts';
import { toldEvidence } from './told-evidence.ts';

describe('feed-ranker: the table of the three-way comparison', () => {
  const gate = { ...policyPresets['feed-ranker'].gate, guardrails: [] };
  const from = (auc: number, interval: readonly [number, number]) =>
    decided(gate, { auc: 0.8 }, { auc }, 'manual', toldEvidence({ 'auc absolute': interval }));

  test('promotes a gain of .01 whose interval lies above 0 (S3-08)', () => {
    expect(from(0.81, [0.0001, 0.02])).toMatchObject({ verdict: 'promote', confidence: 'high', code: 'BETTER' });
    expect(from(0.81, [0.0001, 0.02]).rules[0]?.interval).toEqual([0.0001, 0.02]);
  });

  test.each([
    [1e-8, 'promote', 'BETTER'],
    [1e-10, 'a-b-test', 'INSUFFICIENT_EVIDENCE'],
    [0, 'a-b-test', 'INSUFFICIENT_EVIDENCE'],
    [-0.004, 'a-b-test', 'INSUFFICIENT_EVIDENCE'],
  ])('a lower bound of %f on a gain of .015: %s, %s', (lower, verdict, code) => {
    expect(from(0.815, [lower, 0.03])).toMatchObject({ verdict, code });
  });

  test('says by which interval it takes a promotion back', () => {
    expect(from(0.815, [-0.004, 0.034]).reason).toBe(
      'the evidence is not enough: absolute auc gain 0.015 (auc 0.8 to 0.815) is at least 0.01, but its 90 % interval from -0.004 to 0.034 should begin above 0',
    );
  });

  test('rejects what is certainly worse with confidence, though it is within half a point (S3-09)', () => {
    expect(from(0.797, [-0.005, -0.001])).toMatchObject({ verdict: 'reject', confidence: 'high', code: 'WORSE' });
    expect(from(0.797, [-0.005, -0.001]).reason).toBe(
      'worse: absolute auc gain -0.003 (auc 0.8 to 0.797) is below 0.01, and its 90 % interval from -0.005 to -0.001 ends below 0',
    );
  });

  test.each([
    [0.8099, [0.001, 0.02], 'a-b-test', 'SMALL_GAIN', 'medium'],
    // no gain, and a small loss: the champion stays (C-12)
    [0.8, [-0.01, 0.01], 'reject', 'KEEP_CHAMPION', 'medium'],
    [0.7999, [-0.01, 0.01], 'reject', 'KEEP_CHAMPION', 'medium'],
    [0.795, [-0.015, 0.005], 'reject', 'KEEP_CHAMPION', 'medium'],
    [0.795, [-0.015, 0], 'reject', 'KEEP_CHAMPION', 'medium'],
    [0.795, [-0.01, -1e-8], 'reject', 'WORSE', 'high'],
    [0.7949, [-0.05, 0.04], 'reject', 'WORSE', 'high'],
  ] as const)(
    'an AUC of %f with the interval %o: %s, %s (S3-10, S3-11)',
    (auc, interval, verdict, code, confidence) => {
      expect(from(auc, interval)).toMatchObject({ verdict, code, confidence });
    },
  );

  test.each([[0.56], [0.57], [0.81]])('one point above %f promotes, though it is less in floating point', (auc) => {
    const evidence = toldEvidence({ 'auc absolute': [0.001, 0.019] });
    expect(decided(gate, { auc }, { auc: Math.round(auc * 100 + 1) / 100 }, 'manual', evidence).verdict).toBe(
      'promote',
    );
  });

  test('a gain without an interval is no evidence', () => {
    const decision = decided(gate, { auc: 0.8 }, { auc: 0.9 }, 'manual', toldEvidence({ 'auc absolute': null }));
    expect(decision).toMatchObject({ verdict: 'hold', code: 'NO_EVIDENCE', confidence: 'none', primary: null });
  });

  test('rows of one label are no evidence, whatever the points say', () => {
    const evidence = toldEvidence({ 'auc absolute': [0.1, 0.2] }, { labels: 1 });
    const decision = decided(gate, { auc: 0.8 }, { auc: 0.9 }, 'manual', evidence);
    expect(decision).toMatchObject({ verdict: 'hold', code: 'NO_EVIDENCE' });
    expect(decision.reason).toBe('no evidence: the 5000 rows of the holdout have one label');
  });

  test('has every number of its primary gain', () => {
    const { primary } = from(0.815, [0.005, 0.025]);
    const standardError = 0.01 / 1.6448536269514722;
    expect(primary).toEqual({
      metric: 'auc absolute',
      method: 'normal',
      delta: expect.closeTo(0.015, 12),
      se: expect.closeTo(standardError, 12),
      lower: 0.005,
      upper: 0.025,
      p: 0.04,
      mdeAt80: expect.closeTo(2.49 * standardError, 12),
      rowsNeeded: Math.ceil(5_000 * ((2.49 * standardError) / 0.01) ** 2),
      n: 5_000,
      prevalence: 0.2,
      seed: 42,
      underpowered: false,
    });
  });
});

describe('every gain of backlink-lifecycle needs an interval above 0 (S4-19)', () => {
  const { gate } = policyPresets['backlink-lifecycle'];
  const certain = {
    'accuracy absolute': [0.005, 0.03],
    'macro-f1 absolute': [0.001, 0.04],
    'failure-rate-reduction relative': [0.02, 0.2],
  } as const;
  const judged = (estimates: Parameters<typeof toldEvidence>[0]) =>
    decided(
      gate,
      { accuracy: 0.8, 'macro-f1': 0.7 },
      { accuracy: 0.82, 'macro-f1': 0.72 },
      'manual',
      toldEvidence({ ...certain, ...estimates }),
    );

  test('and promotes with all three', () => {
    expect(judged({})).toMatchObject({ verdict: 'promote', code: 'BETTER' });
  });

  test.each(Object.keys(certain))('%s', (key) => {
    expect(judged({ [key]: [-0.001, 0.05] })).toMatchObject({ verdict: 'reject', code: 'INSUFFICIENT_EVIDENCE' });
  });
});

describe('process-heat and its formula of C-3 (S2-07)', () => {
  const { gate } = policyPresets['process-heat'];
  const sure = { 'f1 relative': [0.03, 0.07], 'accuracy floor': [0.86, 0.94] } as const;
  const scored = (
    f1: number,
    trigger: 'manual' | 'schedule' | 'drift',
    estimates: Parameters<typeof toldEvidence>[0],
  ) => decided(gate, { f1: 0.88 }, { f1, accuracy: 0.9 }, trigger, toldEvidence({ ...sure, ...estimates }));

  test.each([
    [0.924, 'promote', 'BETTER'],
    [0.9239, 'reject', 'SMALL_GAIN'],
  ])('F1 of .88 to %f: %s (S2-28)', (f1, verdict, code) => {
    expect(scored(f1, 'manual', {})).toMatchObject({ verdict, code });
  });

  test('a scheduled run takes any improvement that is one (S2-29)', () => {
    expect(scored(0.8801, 'schedule', { 'f1 relative': [0.00005, 0.0002] }).verdict).toBe('promote');
    expect(scored(0.8801, 'schedule', { 'f1 relative': [-0.01, 0.01] })).toMatchObject({
      verdict: 'reject',
      code: 'INSUFFICIENT_EVIDENCE',
    });
  });

  test.each([
    [-0.0099, 'promote', 'BETTER'],
    [-0.01, 'reject', 'INSUFFICIENT_EVIDENCE'],
  ])('drift asks for as much as before, which an interval from %f on shows: %s', (lower, verdict, code) => {
    expect(scored(0.88, 'drift', { 'f1 relative': [lower, 0.012] })).toMatchObject({ verdict, code });
  });
});

describe('a rule that allows for a loss', () => {
  const rule = gateRule('auc', 'absolute', { minimum: -0.02, strict: false });
  const settings = (rules: readonly GateRule[]) => ({ rules, rejectBelow: null, between: 'reject' as const });
  const from = (auc: number, interval: readonly [number, number]) =>
    decided(settings([rule]), { auc: 0.8 }, { auc }, 'manual', toldEvidence({ 'auc absolute': interval }));

  test.each([
    [0.8, [-0.0199, 0.02], 'promote', 'BETTER'],
    [0.8, [-0.02, 0.02], 'reject', 'INSUFFICIENT_EVIDENCE'],
    // certainly worse, and certainly not by more than is allowed
    [0.79, [-0.015, -0.005], 'promote', 'BETTER'],
    [0.77, [-0.04, -0.0201], 'reject', 'WORSE'],
    [0.77, [-0.04, -0.02], 'reject', 'KEEP_CHAMPION'],
  ] as const)('AUC of %f within %o: %s, %s', (auc, interval, verdict, code) => {
    expect(from(auc, interval)).toMatchObject({ verdict, code });
  });
});

describe('without intervals', () => {
  const rules = [gateRule('auc', 'absolute', { minimum: 0.01, strict: false })];
  const settings = { rules, rejectBelow: null, between: 'hold' as const };
  const thin = toldEvidence({ 'auc absolute': [-0.1, 0.2] });

  test('the points decide, and the decision says so', () => {
    const decision = decided(settings, { auc: 0.8 }, { auc: 0.85 });
    expect(decision).toMatchObject({ verdict: 'promote', uncertainty: 'unavailable', primary: null, slices: [] });
    expect(decision.rules[0]?.interval).toBeNull();
  });

  test('that the definition has turned off, the reason says so too', () => {
    const decision = decided({ ...settings, confidence: null }, { auc: 0.8 }, { auc: 0.85 }, 'manual', thin);
    expect(decision).toMatchObject({ verdict: 'promote', uncertainty: 'off', primary: null });
    expect(decision.reason).toMatch(/is at least 0.01; by points alone, as gate.confidence is false$/);
    expect(decision.rules[0]?.interval).toBeNull();
  });

  test('with them it would have been held', () => {
    expect(decided(settings, { auc: 0.8 }, { auc: 0.85 }, 'manual', thin)).toMatchObject({
      verdict: 'hold',
      uncertainty: 'paired',
      code: 'INSUFFICIENT_EVIDENCE',
    });
  });

  test('a soft rule has one and is not held to it', () => {
    const soft = gateRule('brier', 'absolute', { minimum: 0, strict: false }, { severity: 'soft' });
    const evidence = toldEvidence({ 'auc absolute': [0.01, 0.2], 'brier absolute': [-0.1, 0.1] });
    const decision = decided(
      { ...settings, rules: [...rules, soft] },
      { auc: 0.8, brier: 0.1 },
      { auc: 0.85, brier: 0.09 },
      'manual',
      evidence,
    );
    expect(decision.verdict).toBe('promote');
    expect(decision.rules[1]?.interval).toEqual([-0.1, 0.1]);
  });
});
