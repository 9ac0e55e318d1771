import { describe, expect, test } from 'vitest';
import { PrometheusFailed } from '../../lib/domain/ports/adapter-errors.ts';
import { looked, metricOf, monitored } from './monitor-set-up.ts';

const usual = (daysAgo: number) => ({ daysAgo, count: 600 });

describe('performance from elsewhere', () => {
  const from = (source: object) => ({
    triggers: { drift: false, performance: { metric: 'accuracy', below: 0.92, source } },
  });
  const prometheus = from({ prometheus: { url: 'https://prometheus.example.com', query: 'avg(accuracy)' } });

  test.each([
    [0.91, 'FIRED'],
    [0.92, 'QUIET'],
  ])(
    'of %d in Prometheus is %s, whatever the outcomes say, and the metric of the model (S2-01)',
    async (value, code) => {
      const { performance, lines } = await looked([usual(2)], { fields: prometheus, outside: () => value });

      expect(performance?.code).toBe(code);
      expect(metricOf(lines, 'ModelAccuracy')).toEqual([value]);
      expect(metricOf(lines, 'ModelAuc')).toHaveLength(1);
    },
  );

  test('that is not there is no evidence, and what was measured does not stand in for it', async () => {
    const { performance, lines } = await looked([usual(2)], { fields: prometheus });

    expect(performance?.code).toBe('NO_EVIDENCE');
    expect(metricOf(lines, 'ModelAccuracy')).toEqual([]);
  });

  test('that cannot be asked for is an error', async () => {
    const outside = () => {
      throw new PrometheusFailed('prometheus.example.com should answer');
    };

    const subject = await monitored({ fields: prometheus, outside });
    await subject.archiveDay(usual(2));

    await expect(subject.monitor()).rejects.toThrow(PrometheusFailed);
    // what others watch was measured, and is written
    const written = (name: string) => metricOf(subject.recorder.lines, name).length;
    expect(['ModelAuc', 'AccuracyDrop', 'ModelAccuracy'].map(written)).toEqual([1, 1, 0]);
  });

  test('in CloudWatch is watched by the alarm alone: there is no finding, and Prometheus is not asked', async () => {
    const fields = from({ cloudWatch: { namespace: 'Acme/Models', metricName: 'Accuracy' } });
    const outside = () => {
      throw new PrometheusFailed('nobody should ask');
    };
    const { answer, lines } = await looked([usual(2)], { fields, outside });

    expect(answer.findings).toEqual([]);
    expect(metricOf(lines, 'ModelAccuracy')).toHaveLength(1);
  });
});
