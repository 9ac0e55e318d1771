import { expect, test } from 'vitest';
import { alarmResources } from '../../../lib/local/cloudwatch/alarm-resources.ts';
import { cloudWatchSetUp, loadAlarm, START } from './cloudwatch-set-up.ts';

const line = {
  _aws: {
    Timestamp: START,
    CloudWatchMetrics: [{ Namespace: 'App', Dimensions: [[]], Metrics: [{ Name: 'Load' }, { Name: 'Gone' }] }],
  },
  Load: 20,
};

test('a line of output becomes metrics, and what is broken in it is logged', async () => {
  const { cloudWatch, log, until } = cloudWatchSetUp();
  const properties = { ...loadAlarm, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
  cloudWatch.alarms.putMetricAlarm({ logicalId: 'One', name: 'one', properties });

  cloudWatch.putLogLine('predict', JSON.stringify(line));
  cloudWatch.putLogLine('predict', 'plain');
  await until(1);

  expect(cloudWatch.alarms.get('one')?.status.value).toBe('ALARM');
  expect(log.events()[0]).toMatchObject({
    source: 'cloudwatch',
    type: 'metrics-ignored',
    detail: { functionName: 'predict' },
  });
});

test('alarms of a template are created, changed and deleted', async () => {
  const { cloudWatch } = cloudWatchSetUp();
  const handlers = alarmResources(cloudWatch.alarms);
  const request = (properties: Record<string, unknown>) => ({
    stackName: 'Stack',
    stackId: 'id',
    logicalId: 'Load',
    type: 'AWS::CloudWatch::Alarm',
    properties,
    assets: new Map(),
  });
  const alarm = handlers['AWS::CloudWatch::Alarm'];
  const composite = handlers['AWS::CloudWatch::CompositeAlarm'];
  const rule = request({ AlarmName: 'page', AlarmRule: 'ALARM("Stack-Load")' });

  const created = await alarm?.create(request(loadAlarm));
  const page = await composite?.create(rule);
  expect(created).toEqual({
    physicalId: 'Stack-Load',
    attributes: { Arn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:Stack-Load' },
  });
  const existing = { physicalId: 'Stack-Load', attributes: {}, properties: loadAlarm };
  const changed = await alarm?.update?.(request({ ...loadAlarm, Threshold: 30 }), existing);
  expect(changed?.physicalId).toBe('Stack-Load');
  expect(cloudWatch.alarms.get('Stack-Load')?.configuration.shown.Threshold).toBe(30);

  await composite?.delete?.({ physicalId: page?.physicalId ?? '', attributes: {}, properties: {} }, rule);
  await alarm?.delete?.(existing, request(loadAlarm));

  expect(cloudWatch.alarms.list()).toEqual([]);
});

test('a template may use exactly the properties that are simulated', () => {
  const { simulated, inert } = alarmResources(cloudWatchSetUp().cloudWatch.alarms)['AWS::CloudWatch::Alarm'] ?? {};

  expect(simulated).toEqual(expect.arrayContaining(Object.keys(loadAlarm)));
  expect(simulated).not.toContain('EvaluateLowSampleCountPercentile');
  expect(inert).toEqual(['Tags']);
});
