import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DemoExecution, DemoResult } from '../../../lib/cli/demo/demo-result.ts';
import { playedDemo } from './played-demo.ts';

let result: DemoResult;
let again: DemoResult;

beforeAll(async () => {
  [result, again] = await Promise.all([playedDemo('--seed', '7'), playedDemo('--seed', '7')]);
});

/** The AUC of an execution's candidate, as the story quotes it. */
function quotedAuc(execution: DemoExecution | undefined): string {
  const version = result.versions.find(({ modelVersion }) => modelVersion === execution?.modelVersion);
  return `to ${Number(version?.auc?.toPrecision(3))})`;
}

const decisions = () => result.executions.map(({ machine, decision }) => `${machine} ${decision}`);

describe('the demo on the sample data', () => {
  test('is the same again with the same seed, to the last event', () => {
    expect(again).toEqual({ ...result, wallSeconds: expect.any(Number) });
    expect(result.eventLogDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(result.ledgerHead).toMatch(/^[0-9a-f]{64}$/);
  });

  test('shows every kind of decision', () => {
    expect(decisions()).toEqual([
      'retrain promoted',
      'retrain promoted',
      'retrain registered as reject',
      'retrain skipped',
      'retrain registered as reject',
      'retrain stood-down',
      'rollback rolled-back',
      'retrain promoted',
      'rollback rolled-back',
      'rollback rolled-back',
    ]);
    expect(result.executions.map(({ trigger }) => trigger)).toEqual(
      expect.arrayContaining(['schedule', 'alarm', 'manual']),
    );
  });

  test('decides what the first page of the documentation quotes', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
    const [promoted, , refused] = result.executions;

    expect(readme).toContain(quotedAuc(promoted));
    expect(readme).toContain(quotedAuc(refused));
  });

  test('a release that was rolled back on its canary ends red, all others green', () => {
    const red = result.executions.filter(({ status }) => status !== 'SUCCEEDED');

    expect(red).toMatchObject([{ status: 'FAILED', decision: 'stood-down', modelVersion: '1.4.0' }]);
  });

  test('the candidate of the mixed labels is refused for its quality', () => {
    const refused = result.executions.filter(({ decision }) => decision === 'registered as reject');

    expect(refused.map(({ modelVersion }) => modelVersion)).toEqual(['1.2.0', '1.3.0']);
    expect(refused[1]?.reason).toContain('is below 0.57');
    expect(refused.every(({ functionVersion }) => functionVersion === null)).toBe(true);
  });

  test('canaries rise step by step, and half of the traffic has shown enough before all of it moves', () => {
    const [first] = result.canaries;

    expect(result.canaries.map(({ outcome }) => outcome)).toEqual(['promoted', 'promoted', 'rolled-back', 'promoted']);
    expect(first?.steps.map(({ weight }) => weight)).toEqual([0.01, 0.1, 0.5, 1]);
    for (const { steps, outcome } of result.canaries) {
      steps.forEach(({ fromHour, toHour }, index) => {
        expect(toHour).toBeGreaterThan(fromHour);
        expect(steps[index + 1]?.fromHour ?? toHour).toBe(toHour);
      });
      const beforeAll = steps.filter(({ weight }) => weight < 1).reduce((sum, { requests }) => sum + requests, 0);
      if (outcome === 'promoted') expect(beforeAll).toBeGreaterThanOrEqual(50);
    }
  });

  test('every rollback takes four AWS calls at most, and minutes of virtual time', () => {
    expect(result.rollbacks.map(({ cause }) => cause)).toEqual(['alarm', 'alarm', 'manual']);
    for (const { awsCallsToRestore, virtualSecondsToRestore } of result.rollbacks) {
      expect(awsCallsToRestore).toBeGreaterThan(0);
      expect(awsCallsToRestore).toBeLessThanOrEqual(4);
      expect(virtualSecondsToRestore).toBeLessThanOrEqual(15 * 60);
    }
  });

  test('no request fails but those of the challenger that was made to fail', () => {
    const broken = result.canaries.find(({ outcome }) => outcome === 'rolled-back');

    expect(result.failedRequests).toBeGreaterThan(0);
    expect(result.failedRequests).toBeLessThanOrEqual(result.served[broken?.functionVersion ?? ''] ?? 0);
    expect(result.served).not.toHaveProperty('none');
  });

  test('the champion in the end is where somebody rolled back to', () => {
    expect(result.champion).toEqual({ modelVersion: '1.0.0', functionVersion: '2' });
    expect(result.rollbacks.at(-1)).toMatchObject({ from: '1.1.0', to: '1.0.0' });
  });
});
