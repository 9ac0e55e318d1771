import { describe, expect, test } from 'vitest';
import { challengerErrorsQuery } from '../../../lib/constructs/monitoring/release-alarms.ts';
import { groupsOf, groupValues, parseInsightsQuery } from '../../../lib/local/cloudwatch/insights-query.ts';
import { schemaKey } from '../../../lib/local/cloudwatch/metric-datum.ts';
import { MINUTE } from '../../../lib/local/cloudwatch/metric-series.ts';
import { MetricStore } from '../../../lib/local/cloudwatch/metric-store.ts';

const query = challengerErrorsQuery('predict');
const unordered = query.replace(/ ORDER BY .*/, '');

function errorsOf(version: string, dimensions: Record<string, string> = {}) {
  const own = { FunctionName: 'predict', Resource: 'predict:live', ExecutedVersion: version };
  return {
    namespace: 'AWS/Lambda',
    name: 'Errors',
    dimensions: { ...own, ...dimensions },
    storageResolution: 60,
  } as const;
}

describe('the query of the alarm on challengers', () => {
  test('is understood', () => {
    expect(parseInsightsQuery(query)).toEqual({
      schema: schemaKey('AWS/Lambda', 'Errors', ['ExecutedVersion', 'FunctionName', 'Resource']),
      where: { FunctionName: 'predict', Resource: 'predict:live' },
      groupBy: 'ExecutedVersion',
    });
  });

  test.each([
    query.replace('SUM', 'MAX'),
    query.replace(/ GROUP BY .*/, ''),
    query.replace(/ WHERE .* GROUP/, ' GROUP'),
    query.replace('SCHEMA("AWS/Lambda", ExecutedVersion,FunctionName,Resource)', '"AWS/Lambda"'),
    query.replace("='predict'", "!='predict'"),
    query.replace(' AND ', ' OR '),
    `${query} LIMIT 10`,
    unordered,
    `${unordered} ORDER BY SUM() ASC`,
  ])('%s is refused', (text) => {
    expect(() => parseInsightsQuery(text)).toThrow('is not simulated');
  });

  test('a dimension outside of its schema is refused', () => {
    const text = query.replace('GROUP BY ExecutedVersion', 'GROUP BY Alias');

    expect(() => parseInsightsQuery(text)).toThrow('names Alias, which is not in its schema');
  });
});

describe('the groups of a query', () => {
  test('are the values of its dimension among the metrics that fit', () => {
    const store = new MetricStore(() => 0);
    const foreign: Record<string, string>[] = [{ Resource: 'predict:old' }, { FunctionName: 'other' }, { Extra: '1' }];
    for (const dimensions of foreign) store.put({ ...errorsOf('1', dimensions), value: 1, time: 0 });
    for (const version of ['8', '7']) store.put({ ...errorsOf(version), value: 1, time: 0 });

    const groups = groupsOf(parseInsightsQuery(query), store);

    expect([...groups.keys()]).toEqual(['7', '8']);
    expect(groups.get('7')?.map(({ identity }) => identity.dimensions)).toEqual([errorsOf('7').dimensions]);
  });

  test('add up what their metrics measured', () => {
    const store = new MetricStore(() => 0);
    const wide = parseInsightsQuery(query.replace("FunctionName='predict' AND ", ''));
    for (const name of ['one', 'other']) {
      store.put({ ...errorsOf('7', { FunctionName: name }), value: 2, time: 0 });
    }
    store.put({ ...errorsOf('7', { FunctionName: 'one' }), value: 3, time: MINUTE });

    const group = groupsOf(wide, store).get('7') ?? [];

    expect(groupValues(group, { from: 0, period: MINUTE, count: 3 })).toEqual([4, 3, undefined]);
    expect(groupValues([], { from: 0, period: MINUTE, count: 3 })).toEqual([]);
  });
});
