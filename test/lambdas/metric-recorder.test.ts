import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { metricNames } from '../../lib/domain/metric-names.ts';
import { readEmf } from '../../lib/local/cloudwatch/emf.ts';

const module = fileURLToPath(new URL('../../lambdas/metric-recorder.ts', import.meta.url));

/** What a process prints that records one count of each of these metrics. */
function printed(records: readonly (readonly [name: string, functionVersion?: string])[]): string[] {
  const script = `
    const { embeddedMetrics } = await import(${JSON.stringify(module)});
    const metrics = embeddedMetrics();
    for (const [name, functionVersion] of ${JSON.stringify(records)}) {
      metrics.record(name, 2, { modelName: 'churn', ...(functionVersion && { functionVersion }) });
    }`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return output.trimEnd().split('\n');
}

const [ofModel, ofVersion, failure] = printed([
  [metricNames.answers],
  [metricNames.answers, '7'],
  [metricNames.predictFailure],
]).map((line) => ({ line, root: JSON.parse(line) }));

describe('a metric in the log', () => {
  test('of a model has the dimensions service and model, and no others', () => {
    const { _aws, ...values } = ofModel?.root ?? {};

    expect(values).toEqual({ service: 'ratchet', model: 'churn', Answers: 2 });
    expect(_aws.CloudWatchMetrics).toEqual([
      { Namespace: 'Ratchet', Dimensions: [['service', 'model']], Metrics: [{ Name: 'Answers', Unit: 'None' }] },
    ]);
  });

  test('of a function version has the dimension functionVersion as well', () => {
    const { _aws, ...values } = ofVersion?.root ?? {};

    expect(values).toEqual({ service: 'ratchet', model: 'churn', functionVersion: '7', Answers: 2 });
    expect(_aws.CloudWatchMetrics[0].Dimensions).toEqual([['service', 'model', 'functionVersion']]);
  });

  test('has seconds as its resolution for requests that cannot be answered, and minutes else', () => {
    const metricsOf = (root: { _aws: { CloudWatchMetrics: { Metrics: unknown[] }[] } }) =>
      root._aws.CloudWatchMetrics[0]?.Metrics;

    expect(metricsOf(failure?.root)).toEqual([{ Name: 'PredictFailure', Unit: 'None', StorageResolution: 1 }]);
    expect(metricsOf(ofModel?.root)).toEqual([{ Name: 'Answers', Unit: 'None' }]);
  });

  test('is what the local runtime reads', () => {
    const now = Date.now();
    const read = [ofModel, ofVersion, failure].map((one) => readEmf(one?.line ?? '', now));

    expect(read.flatMap(({ faults }) => faults)).toEqual([]);
    expect(
      read.flatMap(({ data }) =>
        data.map(({ namespace, name, dimensions, value, storageResolution }) => [
          namespace,
          name,
          dimensions,
          value,
          storageResolution,
        ]),
      ),
    ).toEqual([
      ['Ratchet', 'Answers', { service: 'ratchet', model: 'churn' }, 2, 60],
      ['Ratchet', 'Answers', { service: 'ratchet', model: 'churn', functionVersion: '7' }, 2, 60],
      ['Ratchet', 'PredictFailure', { service: 'ratchet', model: 'churn' }, 2, 1],
    ]);
  });
});
