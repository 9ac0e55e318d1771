import { describe, expect, test } from 'vitest';
import { ALARM_LOOKS_BACK_SECONDS, ALARM_WINDOW_MINUTES } from '../../lib/domain/alarm-window.ts';
import {
  type AlarmKind,
  alarmKinds,
  probationAlarmKinds,
  resourceNames,
  retrainAlarmKinds,
} from '../../lib/domain/resource-names.ts';
import {
  bankMarketing,
  only,
  type Resource,
  type SynthesizedStack,
  synthesized,
  synthesizedWith,
} from './synthesized.ts';

const names = resourceNames('ratchet', bankMarketing.name);
const TOPIC = '<Platform/Notifications>';
const PREDICT = '<Pipeline/Predict/Function>';

function modelWith(definition: object): SynthesizedStack {
  return synthesizedWith({ definitions: [{ ...bankMarketing, ...definition }] }).model;
}

/** A definition with every alarm there is. */
const watched = modelWith({
  triggers: { drift: { psi: 0.25 }, performance: { metric: 'accuracy', below: 0.92 } },
  alarms: { aucWarning: { below: 0.65, for: '30m' }, aucCritical: { below: 0.55, for: '10m' }, accuracyDrop: 0.05 },
});
const { model, platform } = synthesized();

function alarmsOf(stack: SynthesizedStack): readonly Resource[] {
  return [...stack.of('AWS::CloudWatch::Alarm'), ...stack.of('AWS::CloudWatch::CompositeAlarm')];
}

function alarm(kind: AlarmKind, stack = watched): Resource['properties'] {
  return only(alarmsOf(stack).filter(({ properties }) => properties.AlarmName === names.alarm(kind))).properties;
}

/** Names of the metrics that an alarm looks at. */
function metricsOf({ MetricName, Metrics = [] }: Resource['properties']): string[] {
  if (MetricName) return [MetricName];
  return Metrics.flatMap((one: Resource['properties']) => one.MetricStat?.Metric.MetricName ?? []);
}

test('every alarm of a model is of a known kind, and every kind can occur', () => {
  expect(
    alarmsOf(watched)
      .map(({ properties }) => properties.AlarmName)
      .sort(),
  ).toEqual(alarmKinds.map(names.alarm).sort());
});

test('every alarm says what missing data means', () => {
  const alarms = [watched, platform].flatMap((stack) => stack.of('AWS::CloudWatch::Alarm'));

  for (const { path, properties } of alarms) {
    expect(properties.TreatMissingData, path).toMatch(/^(notBreaching|breaching|ignore)$/);
  }
});

test('every alarm says what is wrong and where to read what to do', () => {
  for (const kind of alarmKinds) {
    expect(alarm(kind).AlarmDescription).toMatch(new RegExp(`^[A-Z].{15,}\\. What to do: docs/runbook\\.md#${kind}$`));
  }
  expect(only(alarmsOf(platform)).properties.AlarmDescription).toMatch(
    / What to do: docs\/runbook\.md#what-is-not-an-alarm-of-a-model$/,
  );
});

test('one query tells the function versions of the alias apart, whichever there will be', () => {
  const query = only<Resource['properties']>(alarm('challenger-errors').Metrics);

  // as CloudWatch documents it, with the generated name of the function
  expect(query.Expression.replaceAll(PREDICT, 'predict')).toBe(
    'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", ExecutedVersion,FunctionName,Resource) ' +
      "WHERE FunctionName='predict' AND Resource='predict:live' GROUP BY ExecutedVersion ORDER BY SUM() DESC",
  );
  expect(query).toMatchObject({ Period: 60, ReturnData: true });
  expect(alarm('challenger-errors')).toMatchObject({
    Threshold: 5,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    DatapointsToAlarm: 2,
  });
});

test('alarms on Lambda metrics look at the alias, by name and not by ARN', () => {
  for (const kind of ['response-time', 'throttles', 'response-mean', 'response-p95'] as const) {
    expect(alarm(kind).Dimensions, kind).toEqual([
      { Name: 'FunctionName', Value: PREDICT },
      { Name: 'Resource', Value: `${PREDICT}:live` },
    ]);
  }
});

describe('the alarms of probation', () => {
  test('are the four on errors, success, response time and failure to answer, with the limits after promotion (S1-36, C-5)', () => {
    expect(alarm('error-rate')).toMatchObject({ Threshold: 10, ComparisonOperator: 'GreaterThanThreshold' });
    expect(alarm('success-rate')).toMatchObject({ Threshold: 25, ComparisonOperator: 'GreaterThanThreshold' });
    expect(alarm('response-time')).toMatchObject({ Threshold: 200, ExtendedStatistic: 'p99', MetricName: 'Duration' });
    expect(alarm('predict-failure')).toMatchObject({ Threshold: 1, Period: 10, MetricName: 'PredictFailure' });
    expect(metricsOf(alarm('error-rate'))).toEqual(['Errors', 'Invocations']);
    expect(metricsOf(alarm('success-rate'))).toEqual(['BadAnswers', 'Answers']);
  });

  test('see no rate in fewer than fifty requests', () => {
    for (const kind of ['error-rate', 'success-rate'] as const) {
      const expression = alarm(kind).Metrics.find((one: Resource['properties']) => one.ReturnData);

      expect(expression.Expression).toBe('IF(n>=50, 100*k/n, 0)');
    }
  });

  test('take silence for health', () => {
    for (const kind of probationAlarmKinds)
      expect(alarm(kind), kind).toMatchObject({ TreatMissingData: 'notBreaching' });
  });

  test('leave the acting to the rules', () => {
    for (const kind of [...probationAlarmKinds, 'challenger-errors'] as const) {
      expect(alarm(kind).AlarmActions ?? [], kind).toEqual([]);
    }
  });

  test('tell people instead when automatic rollback is off (S1-23)', () => {
    const manual = modelWith({ rollback: { automatic: false } });

    for (const kind of [...probationAlarmKinds, 'challenger-errors'] as const) {
      expect(alarm(kind, manual).AlarmActions, kind).toEqual([TOPIC]);
    }
  });
});

describe('an alarm that starts a machine', () => {
  const starting = [...probationAlarmKinds, 'challenger-errors', ...drivers()] as const;
  const secondsOf = ({ Period, Metrics = [] }: Resource['properties']): number =>
    Period ?? Metrics.map((one: Resource['properties']) => one.Period ?? one.MetricStat?.Period).find(Boolean);

  test.each([
    ['error-rate', 2, 15],
    ['success-rate', 2, 15],
    ['response-time', 2, 15],
    ['challenger-errors', 2, 15],
    ['predict-failure', 3, 90],
    ['drift', 1, 24],
    ['performance-low', 1, 24],
  ] as const)('%s rings at %i bad datapoints of the last %i, so that flapping is one transition', (kind, bad, all) => {
    expect(alarm(kind)).toMatchObject({ DatapointsToAlarm: bad, EvaluationPeriods: all });
  });

  test('is each of those that a rule listens to, and looks at many more datapoints than ring it', () => {
    for (const kind of starting) {
      const { DatapointsToAlarm, EvaluationPeriods } = alarm(kind);
      expect(EvaluationPeriods / DatapointsToAlarm, kind).toBeGreaterThan(7);
    }
  });

  test.each([...probationAlarmKinds, 'challenger-errors'] as const)(
    '%s looks back at a quarter of an hour, and for less than the reconciler mistrusts it after a promotion',
    (kind) => {
      const { EvaluationPeriods } = alarm(kind);
      const seconds = secondsOf(alarm(kind));

      expect(EvaluationPeriods * seconds).toBe(ALARM_WINDOW_MINUTES * 60);
      // data in two periods more have been seen to count
      expect((EvaluationPeriods + 2) * seconds).toBeLessThan(ALARM_LOOKS_BACK_SECONDS);
    },
  );

  test('is none that only tells people, as on the mean and the 95th percentile of response times (C-11)', () => {
    expect(alarm('throttles')).toMatchObject({ DatapointsToAlarm: 2, EvaluationPeriods: 3 });
    expect(alarm('response-mean')).toMatchObject({ DatapointsToAlarm: 2, EvaluationPeriods: 2 });
  });
});

test('one composite alarm pages: for everything of probation, and for a model that has become useless', () => {
  const { AlarmRule, AlarmActions } = alarm('page');
  const urgent = AlarmRule.match(/ALARM\("<([^>]+)\.Arn>"\)/g)?.map((text: string) => text.slice(8, -7));
  const kinds = urgent.map((path: string) => watched.at(path).properties.AlarmName);

  expect(kinds).toEqual([...probationAlarmKinds, 'auc-critical'].map((kind) => names.alarm(kind as AlarmKind)));
  expect(AlarmRule.split(' OR ')).toHaveLength(kinds.length);
  expect(AlarmActions).toEqual([TOPIC]);
});

test('alarms that nobody else acts on tell the topic; those that start a retrain do not', () => {
  const quiet = new Set<AlarmKind>([...probationAlarmKinds, 'challenger-errors', ...drivers()]);

  for (const kind of alarmKinds) expect(alarm(kind).AlarmActions ?? [], kind).toEqual(quiet.has(kind) ? [] : [TOPIC]);
});

function drivers(): AlarmKind[] {
  return Object.keys(retrainAlarmKinds) as AlarmKind[];
}

test('the reconciler itself is watched: without its metric the model counts as stale', () => {
  expect(alarm('model-stale')).toMatchObject({ MetricName: 'ModelAgeSeconds', TreatMissingData: 'breaching' });
});

test('what the definition switches off is not there', () => {
  const alarmNames = alarmsOf(model).map(({ properties }) => properties.AlarmName);

  for (const kind of ['auc-warning', 'auc-critical', ...drivers()] as const) {
    expect(alarmNames).not.toContain(names.alarm(kind));
  }
});

test("the topic's policy lets this account's alarms publish, and its key lets them encrypt", () => {
  const { Statement: topicPolicy } = platform.at('Platform/Notifications/Policy').properties.PolicyDocument;
  const { Statement: keyPolicy } = platform.at('Platform/DataKey').properties.KeyPolicy;
  const own = { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } }, Effect: 'Allow' };

  expect(topicPolicy).toContainEqual(
    expect.objectContaining({ ...own, Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
  );
  expect(keyPolicy).toContainEqual(
    expect.objectContaining({
      ...own,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
    }),
  );
});
