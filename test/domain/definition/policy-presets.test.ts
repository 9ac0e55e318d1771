import { describe, expect, test } from 'vitest';
import { historyEvents } from '../../../lib/domain/definition/canary-plan.ts';
import { readCron } from '../../../lib/domain/definition/cron.ts';
import type { GateRule } from '../../../lib/domain/definition/gate-rules.ts';
import { policyPresets, presetNames } from '../../../lib/domain/definition/policy-presets.ts';
import { definitionWith, policyJson } from './definition-samples.ts';

const DAY = 86_400;

/** How far labels and tenants may be from what is usual, in every preset. */
const spread = { maximumLabelShift: 0.2, maximumTenantShare: 0.9 };

/** A rule as the table of presets writes it: `auc absolute > 0.01`. */
function sentence({ metric, mode, minimum, strict, severity }: GateRule): string {
  return `${severity} ${metric} ${mode} ${strict ? '>' : '>='} ${minimum}`;
}

describe('lead-conversion (S0)', () => {
  const { gate, ...lead } = definitionWith({ policy: 'lead-conversion' });

  test('retrains nightly at 03:17 UTC from 50 samples, trusted from 100', () => {
    expect(lead.preset).toBe('lead-conversion');
    expect(lead.schedules).toEqual([{ name: 'nightly', cron: '17 3 * * ? *', timeZone: 'UTC' }]);
    expect(lead.samples).toEqual({ ...spread, minimum: 50, trusted: 100, minimumNew: 0 });
  });

  test('promotes on more than .01 AUC, absolute, and watches the size of the artefact', () => {
    expect(gate.rules.map(sentence)).toEqual(['hard auc absolute > 0.01']);
    expect(gate).toMatchObject({ rejectBelow: null, between: 'reject', approval: 'none' });
    expect(gate.artifactKilobytes).toEqual({ warning: 100, maximum: 1_000 });
  });

  test('alarms at AUC .65 for 30 minutes, .55 for 10 minutes, 100 ms mean and p95', () => {
    expect(lead.alarms).toEqual({
      aucWarning: { below: 0.65, forMinutes: 30 },
      challengerErrors: 5,
      aucCritical: { below: 0.55, forMinutes: 10 },
      accuracyDrop: null,
      responseMeanMilliseconds: 100,
      responseP95Milliseconds: 100,
      staleAfterDays: 30,
    });
  });

  test('watches a day before the shift, and ends its probation before the next night', () => {
    expect(lead.canary.steps.map(({ bakeSeconds }) => bakeSeconds)).toEqual([DAY]);
    expect(lead.rollback).toEqual({ automatic: true, probationSeconds: DAY / 2, watchSeconds: 3_600 });
  });
});

describe('backlink-actions (S1)', () => {
  const actions = definitionWith({ policy: 'backlink-actions' });

  test('retrains on Sundays at 02:00 from 100 new samples of the last 7 days', () => {
    expect(actions.schedules).toEqual([{ name: 'weekly', cron: '0 2 ? * SUN *', timeZone: 'UTC' }]);
    expect(actions.samples.minimumNew).toBe(100);
    expect(actions.window).toEqual({ days: 7 });
  });

  test('promotes what is better than the champion and at least .80', () => {
    expect(actions.gate.rules.map(sentence)).toEqual(['hard accuracy absolute > 0', 'hard accuracy floor >= 0.8']);
  });

  test('canaries .10 for 24 h, strictly, and keeps wider limits afterwards (C-5)', () => {
    expect(actions.canary).toMatchObject({ enabled: true, steps: [{ weight: 0.1, bakeSeconds: DAY }] });
    expect(actions.limits).toEqual({
      canary: {
        minimumSuccessRate: 0.8,
        maximumErrorRate: 0.05,
        maximumResponseMilliseconds: 100,
        maximumAccuracyDrop: null,
      },
      promoted: {
        minimumSuccessRate: 0.75,
        maximumErrorRate: 0.1,
        maximumResponseMilliseconds: 200,
        maximumAccuracyDrop: null,
      },
    });
    expect(actions.rollback).toEqual({ automatic: true, probationSeconds: DAY, watchSeconds: 3_600 });
  });

  test('is what its own JSON configuration says (S1-34)', () => {
    expect(definitionWith({ policy: policyJson })).toEqual(actions);
  });
});

describe('process-heat (S2)', () => {
  const heat = definitionWith({ policy: 'process-heat' });

  test('retrains on Sundays at 00:00, below .92 accuracy in 30 days and above .25 PSI, on 90 days', () => {
    expect(heat.schedules).toEqual([{ name: 'weekly', cron: '0 0 ? * SUN *', timeZone: 'UTC' }]);
    expect(heat.window).toEqual({ days: 90 });
    expect(heat.triggers).toMatchObject({
      require: 'any',
      drift: { psi: 0.25, share: 0.3, windows: 2 },
      performance: { metric: 'accuracy', below: 0.92, lookbackDays: 30 },
      volume: null,
    });
  });

  test('promotes on 5 % more F1, relative, and .85 accuracy', () => {
    expect(heat.gate.rules.map(sentence)).toEqual(['hard f1 relative >= 0.05', 'hard accuracy floor >= 0.85']);
  });

  test('asks less of a scheduled run and of one that drift started, and for a person when started by hand', () => {
    const [f1, floor] = heat.gate.rules;

    expect(f1?.triggers).toEqual({
      schedule: { minimum: 0, strict: true },
      drift: { minimum: 0, strict: false },
      performance: { minimum: 0.05, strict: false },
      volume: { minimum: 0.05, strict: false },
      manual: { minimum: 0.05, strict: false },
    });
    expect(new Set(Object.values(floor?.triggers ?? {}).map(({ minimum }) => minimum))).toEqual(new Set([0.85]));
    expect(heat.gate.approval).toBe('critical');
  });
});

describe('feed-ranker (S3)', () => {
  const feed = definitionWith({ policy: 'feed-ranker' });

  test('retrains on Sundays at 00:00 when something happened, once again after 5 minutes', () => {
    expect(feed.schedules).toEqual([{ name: 'weekly', cron: '0 0 ? * SUN *', timeZone: 'UTC' }]);
    expect(feed.triggers.require).toBe('event');
    expect(feed.triggers.drift).toEqual({ psi: 0.25, share: 0.3, windows: 2 });
    expect(feed.triggers.performance).not.toBeNull();
    expect(feed.triggers.volume).not.toBeNull();
    expect(feed.retry).toEqual({ maximumAttempts: 1, intervalSeconds: 300 });
  });

  test('promotes at .01 AUC, rejects below -.005 and tests in between', () => {
    expect(feed.gate.rules.map(sentence)).toEqual(['hard auc absolute >= 0.01']);
    expect(feed.gate).toMatchObject({ rejectBelow: -0.005, between: 'a-b-test' });
    expect(feed.gate.experiment).toEqual({ allocation: 0.5, minimumUsersPerArm: 10_000, alpha: 0.05 });
  });

  test('guards accuracy, macro F1 and log-loss with intervals of .9, as statistics is all that it goes by', () => {
    expect(feed.gate.confidence).toBe(0.9);
    expect(feed.gate.guardrails).toEqual([
      { metric: 'accuracy', margin: 0.005 },
      { metric: 'macro-f1', margin: 0.01 },
      { metric: 'log-loss', margin: 0.01 },
    ]);
  });

  test('goes from 1 to 10 to 50 % and then to all traffic', () => {
    expect(feed.canary.steps.map(({ weight }) => weight)).toEqual([0.01, 0.1, 0.5]);
  });
});

describe('backlink-lifecycle (S4)', () => {
  const lifecycle = definitionWith({ policy: 'backlink-lifecycle' });

  test('retrains on Sundays at 02:00 on the last 7 days, never on less than before', () => {
    expect(lifecycle.schedules).toEqual([{ name: 'weekly', cron: '0 2 ? * SUN *', timeZone: 'UTC' }]);
    expect(lifecycle.window).toEqual({ days: 7 });
    expect(lifecycle.gate.smallerDataset).toBe('refuse');
  });

  test('gives back what loses more than .05 of accuracy, in canary and in probation, unless that is turned off (S4-16)', () => {
    const dropsOf = ({ limits }: typeof lifecycle) => [
      limits.canary.maximumAccuracyDrop,
      limits.promoted.maximumAccuracyDrop,
    ];
    const off = {
      limits: { canary: { maximumAccuracyDrop: false }, promoted: { maximumAccuracyDrop: false } },
    } as const;

    expect(dropsOf(lifecycle)).toEqual([0.05, 0.05]);
    expect(dropsOf(definitionWith({ policy: 'backlink-lifecycle', ...off }))).toEqual([null, null]);
    expect(lifecycle.limits.canary).toMatchObject({ minimumSuccessRate: 0.8, maximumErrorRate: 0.05 });
  });

  test('promotes on three gains at once', () => {
    expect(lifecycle.gate.rules.map(sentence)).toEqual([
      'hard accuracy absolute >= 0.01',
      'hard macro-f1 absolute >= 0.01',
      'hard failure-rate-reduction relative >= 0.05',
    ]);
  });

  test('canaries .10, tells about a loss of .05 and keeps three versions at least', () => {
    expect(lifecycle.canary.steps.map(({ weight }) => weight)).toEqual([0.1]);
    expect(lifecycle.alarms.accuracyDrop).toBe(0.05);
    expect(lifecycle.retention.functionVersions).toBeGreaterThanOrEqual(3);
  });
});

describe.each(presetNames)('%s', (preset) => {
  const definition = definitionWith({ policy: preset });

  test('is resolved without anything left open', () => {
    expect(definition.preset).toBe(preset);
    expect(definition).toMatchObject(policyPresets[preset]);
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  });

  test('has schedules that EventBridge takes and a canary within its history', () => {
    for (const { cron } of definition.schedules) expect(readCron(cron)).toEqual({ cron });
    expect(historyEvents(definition.canary)).toBeLessThanOrEqual(20_000);
  });

  test('shares the sizes and periods of every preset', () => {
    expect(definition.trainers.map(({ kind }) => kind)).toEqual(['logistic-regression']);
    expect(definition.retention).toEqual({ functionVersions: 20, outcomeDays: 180, predictionDays: 90, logDays: 30 });
    expect(definition.memory).toEqual({ trainMegabytes: 3_008, predictMegabytes: 512 });
    if (preset !== 'feed-ranker') expect(definition.retry).toEqual({ maximumAttempts: 3, intervalSeconds: 30 });
  });
});
