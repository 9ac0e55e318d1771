import { expect, test } from 'vitest';
import { gaugesText } from '../../lib/domain/model-gauges.ts';

const gauges = {
  modelName: 'churn',
  modelVersion: '1.2.0',
  functionVersion: '7',
  auc: 0.83,
  trainingRows: 4000,
  loadSeconds: 0.25,
};

test('every gauge has its help, its type and one sample, each on a line that ends', () => {
  const lines = gaugesText(gauges).split('\n');

  expect(lines.pop()).toBe('');
  expect(lines).toHaveLength(12);
  for (let start = 0; start < lines.length; start += 3) {
    const [help, type, sample] = lines.slice(start, start + 3);
    const name = sample?.split('{')[0];
    expect(help).toMatch(new RegExp(`^# HELP ${name} [A-Z].*\\.$`));
    expect(type).toBe(`# TYPE ${name} gauge`);
    expect(sample).toMatch(/^ratchet_\w+\{(\w+="[^"]*",?)+\} \S+$/);
  }
});

test('a model without an AUC shows the number that Prometheus takes for none', () => {
  expect(gaugesText({ ...gauges, auc: null })).toContain('ratchet_model_auc{model="churn"} NaN\n');
});
