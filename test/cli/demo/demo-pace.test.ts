import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { atDemoPace, INTERVAL_MINUTES, WINDOW_DAYS } from '../../../lib/cli/demo/demo-pace.ts';
import { canarySeconds } from '../../../lib/domain/definition/canary-plan.ts';
import { type ModelDefinitionFile, parseModelDefinition } from '../../../lib/domain/definition/model-definition.ts';
import { presetNames } from '../../../lib/domain/definition/policy-presets.ts';
import { shortestGapSeconds } from '../../../lib/domain/definition/run-gap.ts';
import { policyJson } from '../../domain/definition/definition-samples.ts';
import { modelFile } from './demo-samples.ts';

const models = new URL('../../../models/', import.meta.url);

const shipped = readdirSync(models)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
  .map((name): [string, ModelDefinitionFile] => [name, JSON.parse(readFileSync(new URL(name, models), 'utf8'))]);

/** What an owner may have set that has no place in a demo. */
const unhurried: ModelDefinitionFile = {
  ...modelFile,
  schedules: [{ name: 'quarterly', cron: '0 2 1 JAN,APR,JUL,OCT ? *', timeZone: 'Europe/Berlin' }],
  window: { since: 'last-retrain' },
  samples: { minimum: 200, trusted: 300, minimumNew: 5000 },
  trainers: [{ kind: 'logistic-regression' }],
  gate: {
    rules: [{ metric: 'auc', mode: 'floor', minimum: 0.6, severity: 'hard' }],
    approval: 'always',
    smallerDataset: 'refuse',
  },
  triggers: { require: 'event', drift: { psi: 0.3 }, volume: { rows: 9000 }, cooldown: '90d', monthlyBudget: 1 },
  canary: { steps: [{ weight: 0.2, bake: '10d' }], poll: '1h', maximumHold: '4d' },
  rollback: { automatic: false, probation: '14d' },
};

const files: [string, ModelDefinitionFile][] = [
  ...shipped,
  ...presetNames.map((policy): [string, ModelDefinitionFile] => [policy, { ...modelFile, policy }]),
  ['a policy as JSON', { ...modelFile, policy: policyJson }],
  ['a definition that takes its time', unhurried],
];

test('the repository ships a model to show', () => {
  expect(shipped.map(([name]) => name)).toContain('bank-marketing.json');
});

describe.each(files)('%s', (source, file) => {
  const before = parseModelDefinition(file, source);
  const atPace = parseModelDefinition(atDemoPace(file), `${source} at the pace of the demo`);

  test('retrains every hour on the last days, and only by schedule', () => {
    expect(atPace.schedules.map(({ cron }) => cron)).toEqual(['0 * * * ? *']);
    expect(shortestGapSeconds(atPace.schedules)).toBe(INTERVAL_MINUTES * 60);
    expect(atPace.window).toEqual({ days: WINDOW_DAYS });
    expect(atPace.triggers).toMatchObject({ require: 'any', drift: null, performance: null, volume: null });
  });

  test('has a canary and a probation that are over before the next retrain, however long the canary is held', () => {
    const { canary, rollback } = atPace;

    expect(canary).toMatchObject({ enabled: true, pollSeconds: 60 });
    expect(canary.steps.map(({ weight }) => weight)).toEqual([0.01, 0.1, 0.5]);
    expect(canarySeconds(canary) + rollback.probationSeconds).toBeLessThan(INTERVAL_MINUTES * 60);
  });

  test('waits for nobody, and gives traffic back by itself', () => {
    expect(atPace.gate.approval).toBe('none');
    expect(atPace.rollback.automatic).toBe(true);
  });

  test('learns from the same columns by the same trainers, and is asked the same by the gate', () => {
    const { approval: _a, smallerDataset: _s, ...asked } = atPace.gate;

    expect(before.gate).toMatchObject(asked);
    expect(atPace.trainers).toEqual(before.trainers);
    expect(atPace.samples).toEqual({ ...before.samples, minimumNew: 100 });
    for (const field of ['name', 'target', 'labels', 'features', 'featureRules', 'limits', 'alarms'] as const) {
      expect(atPace[field]).toEqual(before[field]);
    }
  });

  test('does not name a schema that stands elsewhere, and is left as it was itself', () => {
    const copy = structuredClone(file);

    expect(atDemoPace(file)).not.toHaveProperty('$schema');
    expect(file).toEqual(copy);
  });
});
