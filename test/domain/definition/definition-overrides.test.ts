import { describe, expect, test } from 'vitest';
import { definitionWith } from './definition-samples.ts';

describe('a field of the file overrides its policy and leaves the rest alone', () => {
  test.each([
    ['no schedule', { schedules: [] }, { schedules: [] }],
    [
      'named and unnamed schedules',
      { schedules: [{ cron: '17 3 * * 3' }, { name: 'weekly', cron: '0 2 ? * SUN *', timeZone: 'Europe/Berlin' }] },
      {
        schedules: [
          { name: 'schedule-1', cron: '17 3 ? * WED *', timeZone: 'UTC' },
          { name: 'weekly', cron: '0 2 ? * SUN *', timeZone: 'Europe/Berlin' },
        ],
      },
    ],
    ['the window in days', { window: { days: 30 } }, { window: { days: 30 } }],
    [
      'the window since the last training',
      { window: { since: 'last-retrain' } },
      { window: { since: 'last-retrain' } },
    ],
    ['a sample count', { samples: { trusted: 500 } }, { samples: { minimum: 50, trusted: 500, minimumNew: 100 } }],
    [
      'the poll',
      { canary: { poll: '5m' } },
      { canary: { pollSeconds: 300, steps: [{ weight: 0.1, bakeSeconds: 86_400 }] } },
    ],
    [
      'the longest hold',
      { canary: { maximumHold: '1h' } },
      { canary: { maximumHoldSeconds: 3_600, pollSeconds: 120 } },
    ],
    [
      'one limit',
      { limits: { promoted: { maximumErrorRate: 0.2 } } },
      { limits: { promoted: { minimumSuccessRate: 0.75, maximumErrorRate: 0.2 } } },
    ],
    [
      'a loss of accuracy after promotion alone',
      { limits: { promoted: { maximumAccuracyDrop: 0.02 } } },
      { limits: { canary: { maximumAccuracyDrop: null }, promoted: { maximumAccuracyDrop: 0.02 } } },
    ],
    [
      'the rollback switch',
      { rollback: { automatic: false } },
      { rollback: { automatic: false, probationSeconds: 86_400, watchSeconds: 3_600 } },
    ],
    [
      'the probation',
      { rollback: { probation: '36h' } },
      { rollback: { automatic: true, probationSeconds: 129_600, watchSeconds: 3_600 } },
    ],
    [
      'the watch after a rollback',
      { rollback: { watch: '2h' } },
      { rollback: { automatic: true, probationSeconds: 86_400, watchSeconds: 7_200 } },
    ],
    [
      'retention',
      { retention: { functionVersions: 3, outcomes: '365d', predictions: '30d', logs: '7d' } },
      { retention: { functionVersions: 3, outcomeDays: 365, predictionDays: 30, logDays: 7 } },
    ],
    ['memory', { memory: { train: 10_240 } }, { memory: { trainMegabytes: 10_240, predictMegabytes: 512 } }],
    [
      'what trains',
      { training: { engine: 'fargate', spot: true } },
      { training: { engine: 'fargate', spot: true, expectedRows: null } },
    ],
    ['approval', { gate: { approval: 'always' } }, { gate: { approval: 'always', between: 'reject' } }],
    [
      'the A/B test',
      { gate: { experiment: { alpha: 0.01 } } },
      { gate: { experiment: { allocation: 0.5, minimumUsersPerArm: 10_000, alpha: 0.01 } } },
    ],
    [
      'the cool-down',
      { triggers: { cooldown: '36h', monthlyBudget: 4 } },
      { triggers: { cooldownSeconds: 129_600, monthlyBudget: 4, require: 'any' } },
    ],
    [
      'drift, turned on as it is',
      { triggers: { drift: {} } },
      { triggers: { drift: { psi: 0.25, share: 0.3, windows: 2 } } },
    ],
    [
      'drift, turned on with another threshold',
      { triggers: { drift: { psi: 0.2 } } },
      { triggers: { drift: { psi: 0.2, share: 0.3, windows: 2 } } },
    ],
    [
      'performance, turned on as it is',
      { triggers: { performance: {} } },
      { triggers: { performance: { metric: 'accuracy', below: 0.92, lookbackDays: 30 } } },
    ],
    [
      'performance, turned on for AUC',
      { triggers: { performance: { metric: 'auc', below: 0.7, lookback: '14d' } } },
      { triggers: { performance: { metric: 'auc', below: 0.7, lookbackDays: 14 } } },
    ],
    ['volume', { triggers: { volume: { rows: 500 } } }, { triggers: { volume: { rows: 500 } } }],
    ['events by drift', { triggers: { require: 'event', drift: {} } }, { triggers: { require: 'event' } }],
    ['events by performance', { triggers: { require: 'event', performance: {} } }, { triggers: { require: 'event' } }],
    ['events by volume', { triggers: { require: 'event', volume: { rows: 9 } } }, { triggers: { require: 'event' } }],
    [
      'an AUC alarm, turned on as it is',
      { alarms: { aucWarning: {} } },
      { alarms: { aucWarning: { below: 0.65, forMinutes: 30 }, aucCritical: null } },
    ],
    [
      'an AUC alarm for hours',
      { alarms: { aucCritical: { for: '2h' } } },
      { alarms: { aucCritical: { below: 0.55, forMinutes: 120 } } },
    ],
    [
      'alarms turned off',
      { alarms: { accuracyDrop: false, responseMean: false } },
      { alarms: { accuracyDrop: null, responseMeanMilliseconds: null, responseP95Milliseconds: 200 } },
    ],
    [
      'alarms with other thresholds',
      { alarms: { accuracyDrop: 0.1, responseP95: 50, staleAfter: '14d', challengerErrors: 50 } },
      { alarms: { accuracyDrop: 0.1, responseP95Milliseconds: 50, staleAfterDays: 14, challengerErrors: 50 } },
    ],
    [
      'the artefact limits',
      { gate: { artifactKilobytes: { warning: 10, maximum: 20 } } },
      { gate: { artifactKilobytes: { warning: 10, maximum: 20 } } },
    ],
  ])('%s', (_, fields, resolved) => {
    expect(definitionWith(fields)).toMatchObject(resolved);
  });

  test.each([
    ['drift', { triggers: { drift: false } }, { triggers: { drift: null, performance: { below: 0.65 } } }],
    ['performance', { triggers: { performance: false } }, { triggers: { performance: null } }],
    ['volume', { triggers: { volume: false } }, { triggers: { volume: null } }],
    ['the band of rejection', { gate: { rejectBelow: false } }, { gate: { rejectBelow: null, between: 'a-b-test' } }],
  ])('%s of feed-ranker can be turned off', (_, fields, resolved) => {
    expect(definitionWith({ policy: 'feed-ranker', ...fields })).toMatchObject(resolved);
  });

  test.each([
    ['an AUC alarm', { alarms: { aucWarning: false } }, { alarms: { aucWarning: null, aucCritical: { below: 0.55 } } }],
    [
      'half of an AUC alarm',
      { alarms: { aucWarning: { below: 0.7 } } },
      { alarms: { aucWarning: { below: 0.7, forMinutes: 30 } } },
    ],
    ['the artefact limits', { gate: { artifactKilobytes: false } }, { gate: { artifactKilobytes: null } }],
  ])('%s of lead-conversion can be changed or turned off', (_, fields, resolved) => {
    expect(definitionWith({ policy: 'lead-conversion', ...fields })).toMatchObject(resolved);
  });
});

describe('the rules of a gate', () => {
  const rule = { metric: 'f1', mode: 'relative', minimum: 0.05, severity: 'hard' };

  test('replace those of the policy', () => {
    const { gate } = definitionWith({ gate: { rules: [rule] } });

    expect(gate.rules).toHaveLength(1);
    expect(gate.rules[0]).toMatchObject({ ...rule, strict: false });
  });

  test('have a bound for every trigger: their own, a number, or one with its own strictness', () => {
    const triggers = { schedule: { minimum: 0, strict: true }, drift: 0, manual: { minimum: 0.2 } };

    const { gate } = definitionWith({ gate: { rules: [{ ...rule, triggers }] } });

    expect(gate.rules[0]?.triggers).toEqual({
      schedule: { minimum: 0, strict: true },
      drift: { minimum: 0, strict: false },
      performance: { minimum: 0.05, strict: false },
      volume: { minimum: 0.05, strict: false },
      manual: { minimum: 0.2, strict: false },
    });
  });

  test('hand their strictness on to a trigger that only has another minimum', () => {
    const { gate } = definitionWith({ gate: { rules: [{ ...rule, strict: true, triggers: { drift: 0 } }] } });

    expect(gate.rules[0]?.triggers.drift).toEqual({ minimum: 0, strict: true });
  });

  test('may keep or raise the accuracy floor of process-heat', () => {
    const floor = (minimum: number) => ({ metric: 'accuracy', mode: 'floor', minimum, severity: 'hard' });

    for (const minimum of [0.85, 0.9]) {
      const { gate } = definitionWith({ policy: 'process-heat', gate: { rules: [rule, floor(minimum)] } });
      expect(gate.rules[1]?.minimum).toBe(minimum);
    }
  });

  test('of process-heat may ask for a gain in accuracy besides', () => {
    const floor = { metric: 'accuracy', mode: 'floor', minimum: 0.85, severity: 'hard' };
    const accuracyGain = { metric: 'accuracy', mode: 'absolute', minimum: 0, severity: 'hard' };

    const { gate } = definitionWith({ policy: 'process-heat', gate: { rules: [accuracyGain, floor] } });

    expect(gate.rules.map(({ mode }) => mode)).toEqual(['absolute', 'floor']);
  });

  test('may lower the floor of another policy', () => {
    const floor = { metric: 'accuracy', mode: 'floor', minimum: 0.5, severity: 'hard' };

    expect(definitionWith({ gate: { rules: [floor] } }).gate.rules[0]?.minimum).toBe(0.5);
  });
});

describe('a trainer', () => {
  test('has every parameter of its kind', () => {
    const { trainers } = definitionWith({ trainers: [{ kind: 'random-forest', parameters: { depth: 8 } }] });

    expect(trainers).toEqual([
      { kind: 'random-forest', parameters: { trees: 100, depth: 8, minimumLeafRows: 5, classWeight: 'none', seed: 1 } },
    ]);
  });

  test.each([
    ['logistic-regression', { inverseRegularization: 1, maximumIterations: 200, tolerance: 0.0001 }],
    ['gradient-boosted-trees', { trees: 100, depth: 6, learningRate: 0.1, l2Regularization: 1, minimumChildWeight: 1 }],
    ['random-forest', { trees: 100, depth: 16, minimumLeafRows: 5 }],
    ['xgboost', { num_round: 100, max_depth: 6, eta: 0.3 }],
    ['lightgbm', { num_iterations: 100, num_leaves: 31, learning_rate: 0.1 }],
  ])('%s has defaults of its own', (kind, parameters) => {
    expect(definitionWith({ trainers: [{ kind }] }).trainers).toMatchObject([{ kind, parameters }]);
  });
});

describe('the columns', () => {
  test('that are not given are none, and outcomes have an id and a time', () => {
    const definition = definitionWith({ features: { numeric: ['age'] } });
    const { features, outcome, privacy, tenant, tenantHash, metricPrefix } = definition;

    expect(features).toEqual({ numeric: ['age'], categorical: [], text: [], dropped: [] });
    expect(outcome).toEqual({ id: 'id', time: 'time' });
    expect(privacy).toEqual({ hash: [], drop: [], redact: [] });
    expect({ tenant, tenantHash, metricPrefix }).toEqual({ tenant: null, tenantHash: null, metricPrefix: null });
  });

  test('that are given are kept', () => {
    const fields = {
      features: { numeric: ['da'], categorical: ['site'], text: ['failure_reason'], dropped: ['task_id', 'email'] },
      outcome: { id: 'task_id', time: 'timestamp' },
      tenant: 'account',
      tenantHash: 'account_hash',
      metricPrefix: 'lead',
      privacy: { hash: ['account', 'task_id'], drop: ['email', 'fax'], redact: ['email', 'phone'] },
      description: 'backlink actions',
    };

    expect(definitionWith(fields)).toMatchObject(fields);
  });

  test('that are trained on each have a rule', () => {
    const { featureRules } = definitionWith({
      featureRules: { job: { missing: ['unknown'], maximumUnknownShare: 0.5, levels: ['admin', 'student'] } },
    });

    expect(featureRules).toEqual({
      age: { missing: [], maximumUnknownShare: 0.99, levels: null },
      balance: { missing: [], maximumUnknownShare: 0.99, levels: null },
      job: { missing: ['unknown'], maximumUnknownShare: 0.5, levels: ['admin', 'student'] },
      marital: { missing: [], maximumUnknownShare: 0.99, levels: null },
    });
  });
});

describe('the labels', () => {
  test('are any besides the positive class unless told', () => {
    expect(definitionWith({})).toMatchObject({ positiveClass: 'yes', classes: [], labels: [] });
  });

  test('are a vocabulary with the positive class in it (S0-33)', () => {
    const labels = ['booked', 'ghosted', 'qualified'];

    expect(definitionWith({ positiveClass: 'booked', labels })).toMatchObject({ positiveClass: 'booked', labels });
  });

  test('are the classes of a model that has several', () => {
    const classes = ['low', 'middle', 'high'];

    expect(definitionWith({ positiveClass: undefined, classes })).toMatchObject({
      positiveClass: null,
      classes,
      labels: classes,
    });
  });
});
