import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../lib/domain/artifacts/comparison.ts';
import { afterRegistration, verdictOf } from '../../../lib/domain/decisions/registration.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { BASELINE } from '../ledger/ledger-samples.ts';

const record = sampleRecord('1.0.0');
const compared = { modelVersion: BASELINE.modelVersion, modelSha256: BASELINE.modelSha256 };

function follows(
  verdict: Comparison['verdict'],
  request: Partial<RetrainRequest> = {},
  approval: 'none' | 'critical' | 'always' = 'none',
) {
  const comparison = { verdict, reason: 'so it is', compared, comparison: record.model };
  return afterRegistration(record, { request: retrainRequestSchema.parse(request), comparison }, approval, 12);
}

const forced = { force: true, reason: 'a recall' };

describe('after the verdict', () => {
  test('promote comes the release, on that verdict', () => {
    expect(follows('promote')).toMatchObject({
      decision: 'release',
      order: { compared, grounds: { kind: 'comparison', verdict: 'promote', sequence: 12 } },
    });
  });

  test.each(['reject', 'hold'] as const)('%s comes nothing', (verdict) => {
    expect(follows(verdict)).toEqual({ decision: 'stop', modelVersion: '1.0.0', verdict, reason: 'so it is' });
  });

  test('a-b-test comes nothing yet, and the verdict stays what it is', () => {
    expect(follows('a-b-test')).toEqual({
      decision: 'stop',
      modelVersion: '1.0.0',
      verdict: 'a-b-test',
      reason: 'so it is; held, as there are no experiments yet',
    });
  });

  test.each(['reject', 'hold', 'a-b-test'] as const)('%s comes the release if somebody forces it', (verdict) => {
    expect(follows(verdict, forced)).toMatchObject({
      decision: 'release',
      reason: 'a recall',
      order: { grounds: { kind: 'forced', reason: 'a recall' } },
    });
  });

  test('promote force changes nothing: the comparison is the better ground', () => {
    expect(follows('promote', forced)).toEqual(follows('promote'));
  });
});

describe('a release that is won', () => {
  test.each([{}, forced])('is left out when the request says so: %o', (request) => {
    expect(follows('promote', { ...request, autoDeploy: false })).toMatchObject({
      decision: 'stop',
      verdict: 'promote',
      reason: 'so it is; not released, as the request asks',
    });
  });

  test.each([
    ['none', 'manual', 'release'],
    ['none', 'schedule', 'release'],
    ['critical', 'manual', 'stop'],
    ['critical', 'schedule', 'release'],
    ['critical', 'drift', 'release'],
    ['always', 'manual', 'stop'],
    ['always', 'schedule', 'stop'],
  ] as const)('with approval %s and the trigger %s: %s', (approval, trigger, decision) => {
    expect(follows('promote', { trigger }, approval).decision).toBe(decision);
    expect(follows('reject', { trigger, ...forced }, approval).decision).toBe(decision);
  });

  test('tells the person whom it waits for what to do', () => {
    expect(follows('promote', {}, 'always').reason).toBe(
      'so it is; it waits for a person, who releases it by starting Retrain with {"mode": "version", "modelVersion": "1.0.0"}',
    );
  });

  test('waits for nobody when it is lost', () => {
    expect(follows('reject', {}, 'always').reason).toBe('so it is');
  });
});

describe('the evidence of a registration', () => {
  const rules = Array.from({ length: 60 }, (_, index) => ({
    metric: `rule ${index}`,
    value: null,
    threshold: 0.01,
    strict: true,
    n: 10,
    interval: null,
    severity: 'soft' as const,
    passed: null,
  }));
  const comparison = { verdict: 'hold', reason: 'so it is', rules, warnings: [] } as unknown as Comparison;

  test('is what every rule came to, without what the entry does not take', () => {
    const { evidence, ...rest } = verdictOf({ ...comparison, rules: rules.slice(0, 1) });

    expect(rest).toEqual({ verdict: 'hold', reason: 'so it is' });
    expect(evidence).toEqual([{ metric: 'rule 0', value: null, threshold: 0.01, n: 10, interval: null }]);
  });

  test('has the warnings of the comparison in its reason, as much as an entry takes', () => {
    expect(verdictOf({ ...comparison, warnings: ['no trained model was in production'] }).reason).toBe(
      'so it is; warning: no trained model was in production',
    );
    expect(verdictOf({ ...comparison, reason: 'x'.repeat(1000), warnings: ['late'] }).reason).toBe('x'.repeat(1000));
  });

  test('has what the data gate warned of, after that, with its numbers', () => {
    const finding = {
      code: 'Provisional',
      severity: 'warning',
      reason: 'few rows',
      value: 60,
      threshold: 100,
      n: 60,
    } as const;
    const told = verdictOf({ ...comparison, rules: [], warnings: ['late'] }, { findings: [finding] });

    expect(told.reason).toBe('so it is; warning: late; warning: few rows');
    expect(told.evidence).toEqual([{ metric: 'Provisional', value: 60, threshold: 100, n: 60, interval: null }]);
    const cut = verdictOf({ ...comparison, reason: 'x'.repeat(988), warnings: ['😀'] }, {});
    expect(cut.reason.isWellFormed()).toBe(true);
  });

  test('is of the first fifty rules', () => {
    expect(verdictOf(comparison).evidence.map(({ metric }) => metric)).toEqual(
      rules.slice(0, 50).map(({ metric }) => metric),
    );
  });
});
