import { describe, expect, test } from 'vitest';
import { parseModelDefinition } from '../../../lib/domain/definition/model-definition.ts';
import { observationOf, observedSince } from '../../../lib/domain/triggers/observation.ts';

const NOW = '2026-03-10T01:15:00.000Z';

function watched(triggers: object, predictions = '90d') {
  const file = {
    name: 'churn',
    policy: 'feed-ranker',
    target: 'churned',
    positiveClass: 'yes',
    features: { numeric: ['age'] },
    triggers: { require: 'any', drift: false, performance: false, ...triggers },
    retention: { predictions },
  };
  return observationOf('1.0.0', parseModelDefinition(file, 'test.json'), NOW);
}

describe('what is looked at', () => {
  test('reaches as far back as performance needs, before the longest delay of a label', () => {
    expect(observedSince(watched({}))).toBe('2026-01-09T01:15:00.000Z');
    expect(observedSince(watched({ performance: { lookback: '60d' } }))).toBe('2025-12-10T01:15:00.000Z');
    expect(observedSince(watched({ performance: { lookback: '7d' } }))).toBe('2026-02-01T01:15:00.000Z');
  });

  test('does not wait for labels of predictions whose record is gone', () => {
    expect([watched({}, '29d'), watched({}, '30d'), watched({}, '31d')].map(({ delayDays }) => delayDays)).toEqual([
      29, 30, 30,
    ]);
    expect(observedSince(watched({ performance: { lookback: '7d' } }, '3d'))).toBe('2026-02-28T01:15:00.000Z');
  });

  test('has no windows where nobody asks for drift', () => {
    expect(watched({}).days).toEqual([]);
    expect(watched({ drift: { windows: 2 } }).days.map(({ from }) => from)).toEqual([
      '2026-03-08T00:00:00.000Z',
      '2026-03-09T00:00:00.000Z',
    ]);
  });
});
