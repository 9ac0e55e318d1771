import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { metricNames } from '../../lib/domain/metric-names.ts';
import { readEmf } from '../../lib/local/cloudwatch/emf.ts';

const module = fileURLToPath(new URL('../../lambdas/metric-recorder.ts', import.meta.url));

/** What a process prints that records one count of each of these metrics, of now or of so many milliseconds ago. */
function printed(records: readonly (readonly [name: string, functionVersion?: string, age?: number])[]): string[] {
  const script = `
    const { embeddedMetrics } = await import(${JSON.stringify(module)});
    const metrics = embeddedMetrics();
    for (const [name, functionVersion, age] of ${JSON.stringify(records)}) {
      const at = age === undefined ? undefined : new Date(Math.floor((Date.now() - age) / 60000) * 60000).toISOString();
      metrics.record(name, 2, { modelName: 'churn', at, ...(functionVersion && { functionVersion }) });
    }`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return output.trimEnd().split('\n');
}

const DAY = 86_400_000;
const [ofModel, ofVersion, failure, late] = printed([
  [metricNames.answers],
  [metricNames.answers, '7'],
  [metricNames.predictFailure],
  [metricNames.labelledAnswers, '7', 13 * DAY],
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

  test('may be of an earlier minute, and is taken for one of that minute', () => {
    const now = Date.now();
    const { data, faults } = readEmf(late?.line ?? '', now);

    expect(faults).toEqual([]);
    expect(data).toMatchObject([{ name: 'LabelledAnswers', value: 2, dimensions: { functionVersion: '7' } }]);
    const time = data[0]?.time ?? Number.NaN;
    expect(time % 60_000).toBe(0);
    expect((now - time) / DAY).toBeCloseTo(13, 2);
    expect(now - Number(ofVersion?.root._aws.Timestamp)).toBeLessThan(DAY);
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
