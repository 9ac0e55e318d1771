import { describe, expect, test } from 'vitest';
import { type DayOfOutcomes, looked, metricOf, monitored, NOW, watching } from './monitor-set-up.ts';

const DAY = 86_400;
const driftOnly = { triggers: { drift: watching.triggers.drift, performance: false, require: 'any' } };

const usual = (daysAgo: number) => ({ daysAgo, count: 600 });
const drifted = (daysAgo: number) => ({ daysAgo, count: 600, older: 15 });

describe('drift', () => {
  test('on two days in a row is found, and its metric says so (S2-02, S2-03)', async () => {
    const { drift, lines, answer } = await looked([drifted(2), drifted(1)]);

    expect(answer.modelVersion).toBe('1.0.0');
    expect(drift).toMatchObject({ fire: true, type: 'drift', code: 'FIRED' });
    expect(drift?.reason).toMatch(/^2 of 2 windows in a row: .*"age" \(PSI /);
    expect(metricOf(lines, 'DriftDetected')).toEqual([1]);
    expect(metricOf(lines, 'FeaturePsi')[0]).toBeGreaterThan(0.25);
    expect(metricOf(lines, 'ScorePsi')[0]).toBeGreaterThan(0.25);
  });

  test('on one day waits for the next, though its index is above the limit', async () => {
    const { drift, lines } = await looked([usual(2), drifted(1)]);

    expect(drift).toMatchObject({ fire: false, code: 'WAITING' });
    expect(metricOf(lines, 'DriftDetected')).toEqual([0]);
    expect(metricOf(lines, 'FeaturePsi')[0]).toBeGreaterThan(0.25);
  });

  test('that is over is over', async () => {
    const { drift, lines } = await looked([drifted(2), usual(1)]);

    expect(drift).toMatchObject({ fire: false, code: 'QUIET' });
    expect(metricOf(lines, 'DriftDetected')).toEqual([0]);
    expect(metricOf(lines, 'FeaturePsi')[0]).toBeLessThan(0.1);
  });

  test('of today is not looked at before the day is over', async () => {
    const { drift } = await looked([drifted(1), drifted(0)]);

    expect(drift).toMatchObject({ fire: false, code: 'WAITING' });
  });

  test.each([
    ['too few outcomes', [2, 1].map((day) => ({ ...drifted(day), count: 99 })), 'the window has 99 rows'],
    ['no outcomes', [], 'the window has 0 rows'],
    ['outcomes of no prediction', [2, 1].map((day) => ({ ...drifted(day), linked: false })), 'the window has 0 rows'],
    [
      'predictions of another model version',
      [2, 1].map((day) => ({ ...drifted(day), modelVersion: '0.9.0' })),
      'the window has 0 rows',
    ],
  ])('of %s is neither found nor excluded: no metric is written', async (_what, days, reason) => {
    const { drift, lines, told, answer } = await looked(days, { fields: driftOnly });

    expect(drift?.reason).toContain(reason);
    expect(told).toEqual(answer.findings);
    expect(told.map(({ fire, code }) => [fire, code])).toEqual(new Array(2).fill([false, 'NO_EVIDENCE']));
    expect(lines.filter((line) => /Drift|Psi|Shift/.test(line))).toEqual([]);
  });

  test('is not looked for where the definition does not ask', async () => {
    const { drift, lines } = await looked([drifted(2), drifted(1)], {
      fields: { triggers: { drift: false, performance: false, require: 'any' } },
    });

    expect(drift).toBeUndefined();
    expect(lines.filter((line) => /Drift|Psi|Shift/.test(line))).toEqual([]);
  });

  test('of a model without a profile, such as the baseline, says nothing', async () => {
    const { drift, lines } = await looked([drifted(2), drifted(1)], {
      record: ({ referenceProfile: _, ...record }) => record,
    });

    expect(drift).toMatchObject({
      code: 'NO_EVIDENCE',
      reason: 'no evidence: 1.0.0 has no reference profile',
    });
    expect(metricOf(lines, 'DriftDetected')).toEqual([]);
  });
});

test('drift is told by all predictions, whichever of them have a label: the fastest are of another kind', async () => {
  const subject = await monitored();
  for (const day of [2, 1]) {
    await subject.keepPredictions(usual(day));
    await subject.archive.write('churn', await fastOutcomes(day));
  }

  const { findings } = await subject.monitor();

  expect(findings[0]).toMatchObject({ type: 'drift', code: 'QUIET' });
  expect(findings[0]?.reason).toContain(' in 600 rows');

  /** Outcomes of the customers below thirty alone. */
  async function fastOutcomes(day: number) {
    const other = await monitored();
    const [object] = await other.archiveDay(usual(day));
    const outcomes = await other.archive.read(object ?? { key: '', sha256: '' });
    return outcomes.filter(({ features }) => Number(features.age) < 30);
  }
});

describe('performance', () => {
  test('below the limit is found, with the metrics that alarms and dashboard read (S2-01)', async () => {
    const { performance, lines } = await looked([{ ...usual(2), turned: true }]);

    expect(performance).toMatchObject({ fire: true, type: 'performance', code: 'FIRED' });
    const [accuracy = 1] = metricOf(lines, 'ModelAccuracy');
    expect(accuracy).toBeLessThan(0.5);
    expect(performance?.evidence[0]?.value).toBe(accuracy);
    for (const name of ['ModelAuc', 'ModelF1', 'ModelMacroF1']) expect(metricOf(lines, name), name).toHaveLength(1);
    expect(metricOf(lines, 'AccuracyDrop')[0]).toBeCloseTo(0.9 - accuracy, 12);
  });

  test('that is good is no drop', async () => {
    const { performance, lines } = await looked([usual(2)], {
      record: (record) => ({ ...record, metrics: { accuracy: 0.1 } }),
    });

    expect(performance).toMatchObject({ fire: false, code: 'QUIET' });
    expect(metricOf(lines, 'AccuracyDrop')).toEqual([0]);
  });

  test('is measured for the dashboard and other alarms where no trigger asks for it', async () => {
    const { performance, lines } = await looked([usual(2)], { fields: driftOnly });

    expect(performance).toBeUndefined();
    expect(metricOf(lines, 'ModelAuc')).toHaveLength(1);
  });

  test('at promotion that nobody knows makes no drop', async () => {
    const { lines } = await looked([usual(2)], { record: (record) => ({ ...record, metrics: { auc: 0.8 } }) });

    expect(metricOf(lines, 'ModelAccuracy')).toHaveLength(1);
    expect(metricOf(lines, 'AccuracyDrop')).toEqual([]);
  });

  test.each([
    ['199 labels are too few: no metric is written', 199, 'NO_EVIDENCE', 0],
    ['200 are enough', 200, 'FIRED', 1],
  ])('%s', async (_what, count, code, written) => {
    const { performance, lines } = await looked([{ daysAgo: 3, count, turned: true }]);

    expect(performance?.code).toBe(code);
    for (const name of ['ModelAccuracy', 'ModelAuc', 'AccuracyDrop']) {
      expect(metricOf(lines, name), name).toHaveLength(written);
    }
  });

  test('that nobody can measure yet is estimated by the scores, and nothing is decided by that', async () => {
    const { performance, lines } = await looked(
      [
        { daysAgo: 3, count: 100 },
        { daysAgo: 2, count: 600, delay: 3 * DAY },
      ],
      {
        fields: { triggers: { drift: false, performance: { metric: 'accuracy', below: 1 } } },
      },
    );

    const [estimate = 0] = metricOf(lines, 'EstimatedAccuracy');
    expect(performance).toMatchObject({ fire: false, code: 'NO_EVIDENCE' });
    expect(performance?.reason).toMatch(
      / \(how long labels take is not known yet, .*\); estimated accuracy 0\.\d+ \(an /,
    );
    // what it is on labels
    const known = metricOf((await looked([usual(2)])).lines, 'ModelAccuracy')[0] ?? 0;
    expect(estimate).toBeCloseTo(known, 1);
    for (const name of ['ModelAccuracy', 'AccuracyDrop']) expect(metricOf(lines, name), name).toEqual([]);
  });

  test('that is measured is not estimated', async () => {
    const { lines } = await looked([usual(2)]);

    expect(metricOf(lines, 'EstimatedAccuracy')).toEqual([]);
  });

  test('is told with the share of the predictions that have a label', async () => {
    const subject = await monitored();
    // so long ago that a label which has not come by now never will
    await subject.archiveDay({ daysAgo: 29, count: 1 });
    await subject.archiveDay({ daysAgo: 3, count: 299 });
    await subject.keepPredictions({ daysAgo: 3, count: 399 });

    const { findings } = await subject.monitor();

    expect(findings.find(({ type }) => type === 'performance')?.reason).toMatch(
      /^accuracy 0\.\d+ is not below 0\.5 on 300 mature outcomes of 30 days, 75 % of the predictions$/,
    );
  });

  test.each([
    ['an hour', 3_600, 210],
    ['two hours', 7_200, 200],
  ])('counts no prediction that is younger than labels take: %s', async (_what, delay, n) => {
    // today's are a bit older than an hour
    const days = [
      { daysAgo: 0, count: 10 },
      { daysAgo: 3, count: 200, delay },
    ];

    expect((await looked(days)).performance?.evidence[0]?.n).toBe(n);
  });
});

test('a model without a champion says of each trigger that there is none, and writes nothing', async () => {
  const { answer, told, lines } = await looked([usual(2), usual(1)], { champion: false });

  expect(answer.modelVersion).toBeNull();
  expect(answer.findings).toMatchObject([
    { type: 'drift', code: 'NO_EVIDENCE', reason: 'no evidence: there is no champion' },
    { type: 'performance', code: 'NO_EVIDENCE', reason: 'no evidence: there is no champion' },
  ]);
  expect(told).toEqual(answer.findings);
  expect(lines).toEqual([]);
});

test('triggers are looked at each for itself: any subset may fire (S2-06)', async () => {
  const fired = async (days: readonly DayOfOutcomes[], below = 0.5) => {
    const performance = { metric: 'accuracy', below };
    const { answer } = await looked(days, { fields: { triggers: { ...watching.triggers, performance } } });
    return answer.findings.filter(({ fire }) => fire).map(({ type }) => type);
  };

  expect(await fired([usual(2), usual(1)])).toEqual([]);
  expect(await fired([drifted(2), drifted(1)])).toEqual(['drift']);
  expect(await fired([usual(2), usual(1)], 0.99)).toEqual(['performance']);
  expect(await fired([drifted(2), drifted(1)], 0.99)).toEqual(['drift', 'performance']);
});

test('looking again says the same: nothing but the clock and what was observed decides', async () => {
  const subject = await monitored();
  await subject.archiveDay(drifted(2));
  await subject.archiveDay(drifted(1));

  const first = await subject.monitor();
  expect(subject.clock.now()).toBe(NOW);
  expect(await subject.monitor()).toEqual(first);
});
