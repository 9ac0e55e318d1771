import { describe, expect, test } from 'vitest';
import { definitionWith, faultsWith } from './definition-samples.ts';

const cloudWatch = { namespace: 'Acme/Models', metricName: 'Accuracy' };
const prometheus = { url: 'https://prometheus.example.com', query: 'avg(accuracy)' };
const fieldsOf = (source: unknown) => ({ triggers: { performance: { source } } });
const faults = (source: unknown) => faultsWith(fieldsOf(source));
const PATH = 'triggers.performance.source';

test('performance is measured on outcomes where nobody says otherwise', () => {
  expect(definitionWith({ triggers: { performance: {} } }).triggers.performance).not.toHaveProperty('source');
});

test.each([
  [
    'CloudWatch',
    { cloudWatch: { ...cloudWatch, dimensions: { model: 'churn' }, statistic: 'Minimum' } },
    { cloudWatch: { ...cloudWatch, dimensions: { model: 'churn' }, statistic: 'Minimum' } },
  ],
  ['CloudWatch by a name', { cloudWatch }, { cloudWatch: { ...cloudWatch, dimensions: {}, statistic: 'Average' } }],
  ['Prometheus', { prometheus }, { prometheus }],
])('it may come from %s, beside level and metric (S2-01)', (_what, source, resolved) => {
  expect(definitionWith(fieldsOf(source)).triggers.performance).toEqual({
    metric: 'accuracy',
    below: 0.92,
    lookbackDays: 30,
    source: resolved,
  });
});

describe('the address of Prometheus', () => {
  const SECURE = `should be an https address without a user, such as "https://prometheus.example.com"`;

  test.each([
    'https://prometheus.example.com',
    'https://prometheus.example.com:9090/prefix/',
    'http://localhost:9090',
    'http://127.0.0.1:9090',
    'http://[::1]:9090',
  ])('may be %s', (url) => {
    expect(faults({ prometheus: { ...prometheus, url } })).toEqual([]);
  });

  test.each([
    'http://prometheus.example.com',
    'http://localhost.example.com',
    'https://user:secret@prometheus.example.com',
    'https://prometheus.example.com/?query=1',
    'https://prometheus.example.com/#here',
    'file:///prometheus',
    'prometheus.example.com',
    `https://prometheus.example.com/${'x'.repeat(500)}`,
  ])('may not be %s', (url) => {
    expect(faults({ prometheus: { ...prometheus, url } })).toEqual([
      expect.stringContaining(`'${PATH}.prometheus.url' ${SECURE}, got `),
    ]);
  });
});

test.each([
  ['both', { cloudWatch, prometheus }, `'${PATH}' should have either cloudWatch or prometheus, got `],
  ['neither', {}, `'${PATH}' should have either cloudWatch or prometheus, got {}`],
  ['a name alone', 'prometheus', `'${PATH}' should be an object such as {"prometheus"`],
  ['something unknown', { prometheus, graphite: {} }, `'${PATH}.graphite' should not be there`],
  [
    'a namespace with a space',
    { cloudWatch: { ...cloudWatch, namespace: 'Acme Models' } },
    `'${PATH}.cloudWatch.namespace' should be a namespace of CloudWatch, such as "Acme/Models", got "Acme Models"`,
  ],
  ['no metric', { cloudWatch: { namespace: 'Acme' } }, `'${PATH}.cloudWatch.metricName' should be a metric name`],
  [
    'a statistic that is no number of all',
    { cloudWatch: { ...cloudWatch, statistic: 'Mode' } },
    `'${PATH}.cloudWatch.statistic' should be "Average" or "Minimum" or "Maximum" or "Sum", got "Mode"`,
  ],
  [
    'too many dimensions',
    {
      cloudWatch: {
        ...cloudWatch,
        dimensions: Object.fromEntries([...Array(31).keys()].map((key) => [`d${key}`, 'x'])),
      },
    },
    `'${PATH}.cloudWatch.dimensions' should be at most 30 dimensions, got `,
  ],
  ['an empty query', { prometheus: { ...prometheus, query: '' } }, `'${PATH}.prometheus.query' should be a query`],
])('%s is refused, by its path', (_what, source, sentence) => {
  expect(faults(source)).toEqual([expect.stringContaining(sentence)]);
});

test('thirty dimensions are as many as CloudWatch takes', () => {
  const dimensions = Object.fromEntries([...Array(30).keys()].map((key) => [`d${key}`, 'x']));

  expect(faults({ cloudWatch: { ...cloudWatch, dimensions } })).toEqual([]);
});
