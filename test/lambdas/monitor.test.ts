import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../lambdas/monitor.ts';
import { WindowBroken } from '../../lib/domain/artifacts/drift-errors.ts';
import { writeReferenceProfile } from '../../lib/domain/artifacts/reference-profile-door.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactBroken, ArtifactHashMismatch, PrometheusFailed } from '../../lib/domain/ports/adapter-errors.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';
import { monitorAnswerSchema } from '../../lib/domain/steps/monitor.ts';
import { sampleProfile } from '../domain/artifacts/drift-samples.ts';
import { type DayOfOutcomes, monitored, NOW, watching } from './monitor-set-up.ts';

const driftOnly = { triggers: { drift: watching.triggers.drift, performance: false, require: 'any' } };

/** What the monitor says of a champion with these outcomes, and the metrics that it writes. */
async function looked(days: readonly DayOfOutcomes[], set: Parameters<typeof monitored>[0] = {}) {
  const subject = await monitored(set);
  for (const day of days) await subject.archiveDay(day);
  const answer = monitorAnswerSchema.parse(await subject.monitor());
  const of = (type: string) => answer.findings.find((finding) => finding.type === type);
  return { ...subject, answer, drift: of('drift'), performance: of('performance'), lines: subject.recorder.lines };
}

const metricOf = (lines: readonly string[], name: string) => {
  const found = lines.filter((line) => line.startsWith(`${name} `));
  return found.map((line) => Number(line.split(' ')[1]));
};

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

  test('is told with the share of the predictions that have a label', async () => {
    const subject = await monitored();
    await subject.archiveDay({ daysAgo: 3, count: 300 });
    await subject.keepPredictions({ daysAgo: 3, count: 400 });

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

    await expect(looked([usual(2)], { fields: prometheus, outside })).rejects.toThrow(PrometheusFailed);
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

describe('what is broken (S3-03)', () => {
  test('is an error and no finding: a profile of another model artefact', async () => {
    const subject = await monitored();
    const other = await writeReferenceProfile(subject.store, sampleProfile({ modelSha256: sha256Hex('other') }));
    const records = {
      ...subject.records,
      read: async () => withProfile(await subject.records.read('churn', '1.0.0'), other),
    };
    const monitor = createMonitor({ ...subject, records, findings: { record: (one) => void subject.told.push(one) } });
    await subject.archiveDay(usual(2));

    await expect(monitor()).rejects.toThrow(WindowBroken);
    // performance is looked at all the same
    expect(subject.told.map(({ type, code }) => [type, code])).toEqual([['performance', 'QUIET']]);
    expect(subject.recorder.lines.some((line) => line.startsWith('ModelAccuracy '))).toBe(true);
    expect(subject.recorder.lines.some((line) => line.startsWith('DriftDetected '))).toBe(false);
  });

  test('is an error: a model of a schema that this code does not read', async () => {
    const subject = await monitored();
    const content = new TextEncoder().encode('{"schema":"ratchet.model/2"}');
    const store = { ...subject.store, read: async () => content };
    const monitor = createMonitor({ ...subject, store, findings: { record: (one) => void subject.told.push(one) } });

    await expect(monitor()).rejects.toThrow(ArtifactBroken);
    expect([subject.told, subject.recorder.lines]).toEqual([[], []]);
  });

  test('is an error: an archived object that was spoiled', async () => {
    const subject = await monitored();
    const [object] = await subject.archiveDay(usual(2));
    subject.archive.objects.set(object?.key ?? '', new Uint8Array([1]));

    await expect(subject.monitor()).rejects.toThrow(ArtifactHashMismatch);
    expect(subject.recorder.lines).toEqual([]);
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

function withProfile(record: VersionRecord | null, referenceProfile: VersionRecord['referenceProfile']) {
  return record && { ...record, referenceProfile };
}
