import { MetricResolution, Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { describe, expect, test } from 'vitest';
import { readEmf } from '../../../lib/local/cloudwatch/emf.ts';

const NOW = Date.UTC(2026, 10, 21);
const HOUR = 3_600_000;

function emf(over: Record<string, unknown> = {}, directive: Record<string, unknown> = {}) {
  return {
    _aws: {
      Timestamp: NOW,
      CloudWatchMetrics: [
        {
          Namespace: 'Ratchet',
          Dimensions: [['service', 'model']],
          Metrics: [{ Name: 'Answers', Unit: 'Count' }],
          ...directive,
        },
      ],
    },
    service: 'ratchet',
    model: 'churn',
    Answers: 3,
    ...over,
  };
}

const answers = {
  namespace: 'Ratchet',
  name: 'Answers',
  dimensions: { service: 'ratchet', model: 'churn' },
  value: 3,
  time: NOW,
  storageResolution: 60,
};

describe('a line of output', () => {
  test('in the embedded metric format is a measurement', () => {
    expect(readEmf(JSON.stringify(emf()), NOW)).toEqual({ data: [answers], faults: [] });
  });

  test.each([
    ['as an object', (line: object) => ({ timestamp: 'x', level: 'INFO', message: line })],
    ['as text', (line: object) => ({ timestamp: 'x', level: 'INFO', message: JSON.stringify(line) })],
  ])('may be wrapped in a JSON log line, %s', (_, wrap) => {
    expect(readEmf(JSON.stringify(wrap(emf())), NOW).data).toEqual([answers]);
  });

  test('counts once per set of dimensions', () => {
    const line = emf({ functionVersion: '7' }, { Dimensions: [['service'], ['model', 'functionVersion'], []] });

    expect(readEmf(JSON.stringify(line), NOW).data.map(({ dimensions }) => dimensions)).toEqual([
      { service: 'ratchet' },
      { model: 'churn', functionVersion: '7' },
      {},
    ]);
  });

  test('may give several values of one metric, at a resolution of a second', () => {
    const line = emf({ Answers: [1, 2] }, { Metrics: [{ Name: 'Answers', StorageResolution: 1 }] });

    expect(readEmf(JSON.stringify(line), NOW).data).toEqual([
      { ...answers, value: 1, storageResolution: 1 },
      { ...answers, value: 2, storageResolution: 1 },
    ]);
  });

  test('as Powertools prints it is understood', () => {
    const metrics = new Metrics({ namespace: 'Ratchet', defaultDimensions: { model: 'churn' } });
    metrics.setThrowOnEmptyMetrics(false);
    metrics.addMetric('PredictFailure', MetricUnit.Count, 1, MetricResolution.High);
    metrics.addDimension('functionVersion', '7');
    const printed = metrics.serializeMetrics();

    const { data, faults } = readEmf(JSON.stringify(printed), printed._aws.Timestamp);

    expect(faults).toEqual([]);
    expect(data).toMatchObject([{ namespace: 'Ratchet', name: 'PredictFailure', value: 1, storageResolution: 1 }]);
    expect(data[0]?.dimensions).toMatchObject({ model: 'churn', functionVersion: '7' });
  });

  test.each([
    'plain text',
    '{"level":"INFO","message":"done"}',
    '{"_aws',
    '"_aws"',
    '["_aws"]',
    '',
    '{"message":"about _aws"}',
    '{"message":{"text":"_aws"}}',
  ])('such as %s measures nothing', (line) => {
    expect(readEmf(line, NOW)).toEqual({ data: [], faults: [] });
  });

  test.each([
    ['no time', emf({ _aws: { CloudWatchMetrics: [] } }), "'Timestamp'"],
    ['a time too long ago', { ...emf(), _aws: { ...emf()._aws, Timestamp: NOW - 15 * 24 * HOUR } }, '14 days'],
    ['a time too far ahead', { ...emf(), _aws: { ...emf()._aws, Timestamp: NOW + 3 * HOUR } }, 'two hours'],
    ['no namespace', emf({}, { Namespace: undefined }), "'Namespace'"],
    ['a dimension without a value', emf({ model: undefined }), "the dimension 'model'"],
    ['a dimension that is a number', emf({ model: 7 }), "the dimension 'model'"],
    ['a metric without a value', emf({ Answers: undefined }), "'Answers'"],
    ['a metric that is a text', emf({ Answers: '3' }), "'Answers'"],
    ['a text among the values', emf({ Answers: [1, '2'] }), "'Answers'"],
    ['too many values', emf({ Answers: new Array(101).fill(1) }), '100 numbers'],
    ['dimensions that are no list', emf({}, { Dimensions: 'model' }), "'Dimensions'"],
    ['a set of dimensions that is no list', emf({}, { Dimensions: ['model'] }), "'Dimensions'"],
    ['metadata that is no object', emf({ _aws: 1 }), 'should be an object'],
  ])('that is broken, with %s, says so and measures nothing', (_, line, fault) => {
    const { data, faults } = readEmf(JSON.stringify(line), NOW);

    expect(data).toEqual([]);
    expect(faults.join()).toContain(fault);
  });

  test.each([
    ['14 days old', NOW - 14 * 24 * HOUR],
    ['two hours ahead', NOW + 2 * HOUR],
  ])('may be %s', (_, Timestamp) => {
    const line = { ...emf({ Answers: new Array(100).fill(1) }), _aws: { ...emf()._aws, Timestamp } };

    expect(readEmf(JSON.stringify(line), NOW).data).toHaveLength(100);
  });

  test('keeps the good metrics of a directive that has a broken one', () => {
    const line = emf({ Broken: 'x' }, { Metrics: [{ Name: 'Broken' }, { Name: 'Answers' }] });

    expect(readEmf(JSON.stringify(line), NOW)).toMatchObject({ data: [answers], faults: [expect.any(String)] });
  });
});
