import { describe, expect, test } from 'vitest';
import { definitionWith, faultsWith, policyJson } from './definition-samples.ts';

describe('the JSON configuration of S1 as a policy', () => {
  test('is accepted word for word', () => {
    expect(faultsWith({ policy: policyJson })).toEqual([]);
    expect(definitionWith({ policy: policyJson }).preset).toBe('backlink-actions');
  });

  test.each([
    ['day and time', { retrain: { day: 'wednesday', time: '23:05' } }, { schedules: [{ cron: '5 23 ? * WED *' }] }],
    [
      'least new samples',
      { retrain: { min_new_samples: 250 } },
      { samples: { minimum: 50, trusted: 100, minimumNew: 250 } },
    ],
    ['share of traffic', { canary: { percentage: 0.25 } }, { canary: { steps: [{ weight: 0.25 }] } }],
    ['hours of canary', { canary: { duration_hours: 12 } }, { canary: { steps: [{ bakeSeconds: 43_200 }] } }],
    ['canary switch', { canary: { enabled: false } }, { canary: { enabled: false, steps: [] } }],
    ['rollback switch', { rollback: { auto_rollback: false } }, { rollback: { automatic: false } }],
    [
      'canary limits',
      { canary: { thresholds: { min_success_rate: 0.9, max_error_rate: 0.02, max_response_time_ms: 80 } } },
      { limits: { canary: { minimumSuccessRate: 0.9, maximumErrorRate: 0.02, maximumResponseMilliseconds: 80 } } },
    ],
    [
      'limits after promotion',
      { rollback: { thresholds: { min_success_rate: 0.7, max_error_rate: 0.15, max_response_time_ms: 250 } } },
      { limits: { promoted: { minimumSuccessRate: 0.7, maximumErrorRate: 0.15, maximumResponseMilliseconds: 250 } } },
    ],
  ])('its %s takes effect', (_, change: Partial<Record<'retrain' | 'canary' | 'rollback', object>>, resolved) => {
    const policy = {
      retrain: { ...policyJson.retrain, ...change.retrain },
      canary: { ...policyJson.canary, ...change.canary },
      rollback: { ...policyJson.rollback, ...change.rollback },
    };

    expect(definitionWith({ policy })).toMatchObject(resolved);
  });

  test('its validation threshold is the accuracy floor of the gate', () => {
    const policy = { ...policyJson, retrain: { ...policyJson.retrain, validation_threshold: 0.9 } };

    const floors = definitionWith({ policy }).gate.rules.filter(({ mode }) => mode === 'floor');

    expect(floors).toMatchObject([{ metric: 'accuracy', minimum: 0.9, severity: 'hard' }]);
  });

  test('other fields of the definition override it', () => {
    const definition = definitionWith({ policy: policyJson, limits: { canary: { maximumErrorRate: 0.01 } } });

    expect(definition.limits.canary).toEqual({
      maximumAccuracyDrop: null,
      minimumSuccessRate: 0.8,
      maximumErrorRate: 0.01,
      maximumResponseMilliseconds: 100,
    });
  });

  test('every member that is missing is named', () => {
    const faults = faultsWith({ policy: { retrain: { schedule: 'weekly' }, canary: policyJson.canary } });

    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      "'policy.retrain.day'",
      "'policy.retrain.time'",
      "'policy.retrain.min_new_samples'",
      "'policy.retrain.merge_strategy'",
      "'policy.retrain.validation_threshold'",
      "'policy.rollback'",
    ]);
  });
});
