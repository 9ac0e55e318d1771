import { expect, test } from 'vitest';
import { type AlarmKind, resourceNames, retrainAlarmKinds } from '../../lib/domain/resource-names.ts';
import { lowerThan } from '../../lib/domain/triggers/performance-verdict.ts';
import { bankMarketing, only, type Resource, type SynthesizedStack, synthesizedWith } from './synthesized.ts';

const names = resourceNames('ratchet', bankMarketing.name);
const TOPIC = '<Platform/Notifications>';
/** Of the monitor. */
const secondsBetweenRuns = 86_400;

function modelWith(definition: object): SynthesizedStack {
  return synthesizedWith({ definitions: [{ ...bankMarketing, ...definition }] }).model;
}

const watched = modelWith({
  triggers: { drift: {}, performance: {} },
  alarms: { aucWarning: {}, aucCritical: {}, accuracyDrop: 0.05 },
});

function alarm(kind: AlarmKind, stack = watched): Resource['properties'] {
  const alarms = stack.of('AWS::CloudWatch::Alarm');
  return only(alarms.filter(({ properties }) => properties.AlarmName === names.alarm(kind))).properties;
}

function drivers(): AlarmKind[] {
  return Object.keys(retrainAlarmKinds) as AlarmKind[];
}

test('all values of the AUC in the time that the definition says have to be low, be it one (S0-18, S0-19)', () => {
  const low = {
    MetricName: 'ModelAuc',
    // it is low where all are
    Statistic: 'Maximum',
    EvaluationPeriods: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'ignore',
  };

  expect(alarm('auc-warning')).toMatchObject({ ...low, Threshold: 0.65 - 1e-9, Period: 1800 });
  expect(alarm('auc-critical')).toMatchObject({ ...low, Threshold: 0.55 - 1e-9, Period: 600 });
});

test.each([
  ['accuracy', 'ModelAccuracy'],
  ['auc', 'ModelAuc'],
  ['f1', 'ModelF1'],
  ['macro-f1', 'ModelMacroF1'],
])('a performance trigger on %s watches %s', (metric, metricName) => {
  const stack = modelWith({ triggers: { performance: { metric, below: 0.7 } } });

  expect(alarm('performance-low', stack)).toMatchObject({
    MetricName: metricName,
    // the verdict's own comparison
    Threshold: lowerThan({ below: 0.7 }),
    ComparisonOperator: 'LessThanThreshold',
  });
});

test('a performance trigger may watch a metric of somebody else, as it is (S2-01)', () => {
  const cloudWatch = { namespace: 'Acme/Models', metricName: 'Hits', dimensions: { model: 'm' }, statistic: 'Minimum' };
  const low = (source: object) =>
    alarm('performance-low', modelWith({ triggers: { performance: { below: 0.7, source } } }));

  expect(low({ cloudWatch })).toMatchObject({
    Namespace: 'Acme/Models',
    MetricName: 'Hits',
    Dimensions: [{ Name: 'model', Value: 'm' }],
    Statistic: 'Minimum',
    Threshold: lowerThan({ below: 0.7 }),
  });
  expect(low({ cloudWatch: { namespace: 'Acme/Models', metricName: 'Hits' } })).toMatchObject({ Statistic: 'Average' });
  expect(low({ cloudWatch }).AlarmDescription).toContain('Hits of Acme/Models is below 0.7.');
  // the monitor writes what Prometheus says as the metric of the model
  expect(low({ prometheus: { url: 'https://p.example.com', query: 'up' } })).toMatchObject({
    Namespace: 'Ratchet',
    MetricName: 'ModelAccuracy',
  });
});

test('the alarm on drift watches the verdict and no index, so that the two cannot disagree (S2-02)', () => {
  expect(alarm('drift')).toMatchObject({
    MetricName: 'DriftDetected',
    Statistic: 'Maximum',
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  });
  const windows = (count: number) => alarm('drift', modelWith({ triggers: { drift: { windows: count } } }));
  expect(windows(1).AlarmDescription).toContain('on 1 day.');
  expect(windows(3).AlarmDescription).toContain('on 3 days in a row.');
});

test('no alarm on a verdict sees two of them at a time, whose newer one counts', () => {
  for (const kind of drivers()) {
    const { Period, EvaluationPeriods } = alarm(kind);
    expect(EvaluationPeriods * Period, kind).toBeLessThanOrEqual(secondsBetweenRuns);
  }
});

test('the drop of accuracy that the definition allows does not ring, and more does (S4-23)', () => {
  const dropped = alarm('accuracy-drop');

  expect(dropped).toMatchObject({ MetricName: 'AccuracyDrop', ComparisonOperator: 'GreaterThanThreshold' });
  // which is more than .05 in floating point
  expect(0.9 - 0.85 > dropped.Threshold).toBe(false);
  expect(0.9 - 0.8499 > dropped.Threshold).toBe(true);
});

test('the monitor is watched: while it fails, its metrics say nothing and people are told', () => {
  expect(alarm('monitor-failed')).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: '<Pipeline/Monitor/Function>' }],
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [TOPIC],
  });
});
