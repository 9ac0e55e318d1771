import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../lambdas/monitor.ts';
import type { PredictionStore } from '../../lib/domain/ports/outcome-store.ts';
import { type DayOfOutcomes, metricOf, monitored, watching } from './monitor-set-up.ts';

const fields = { triggers: { drift: watching.triggers.drift, performance: false, require: 'any' } };

/** What the monitor finds about requests and about outcomes, and the metrics that it writes. */
async function looked(days: readonly DayOfOutcomes[]) {
  const subject = await monitored({ fields });
  for (const day of days) await subject.archiveDay(day);
  const { findings } = await subject.monitor();
  const [requests, outcomes] = findings;
  expect(findings.map(({ type }) => type)).toEqual(['drift', 'drift']);
  expect(subject.told).toEqual(findings);
  const metric = (name: string) => metricOf(subject.recorder.lines, name);
  return { requests, outcomes, metric };
}

const usual = (daysAgo: number) => ({ daysAgo, count: 600 });

describe('outcomes that change (S0-47)', () => {
  test('while features and scores do not are drift on the first day', async () => {
    const { requests, outcomes, metric } = await looked([{ ...usual(1), turned: true }]);

    expect(requests?.code).toBe('QUIET');
    expect(outcomes).toMatchObject({ fire: true, code: 'FIRED' });
    expect(outcomes?.reason).toMatch(
      /^outcomes have changed for the same scores: of 600 mature outcomes, .* moved: "yes" by \d+(\.\d+)? % /,
    );
    expect(metric('DriftDetected')).toEqual([1]);
    expect(metric('CalibrationShift')[0]).toBeGreaterThan(0.3);
    expect(metric('FeaturePsi')[0]).toBeLessThan(0.1);
    expect(metric('ScorePsi')[0]).toBeLessThan(0.1);
  });

  test('among enough of them are found where a day has too few to tell how requests are', async () => {
    const { requests, outcomes, metric } = await looked([{ daysAgo: 3, count: 200, turned: true }]);

    expect(requests?.code).toBe('NO_EVIDENCE');
    expect(outcomes?.code).toBe('FIRED');
    expect(metric('DriftDetected')).toEqual([1]);
    expect(metric('FeaturePsi')).toEqual([]);
  });
});

describe('outcomes that do not change', () => {
  test('are no drift', async () => {
    const { requests, outcomes, metric } = await looked([usual(2), usual(1)]);

    expect([requests?.code, outcomes?.code]).toEqual(['QUIET', 'QUIET']);
    expect(metric('DriftDetected')).toEqual([0]);
    expect(metric('CalibrationShift')[0]).toBeLessThan(0.05);
  });

  test('end no drift of the requests', async () => {
    const { requests, outcomes, metric } = await looked([2, 1].map((day) => ({ ...usual(day), older: 15 })));

    expect([requests?.code, outcomes?.code]).toEqual(['FIRED', 'QUIET']);
    expect(metric('DriftDetected')).toEqual([1]);
  });

  test('are told from too few: 199 are no evidence, 200 are', async () => {
    const codeOf = async (count: number) => {
      const { outcomes, metric } = await looked([{ daysAgo: 3, count }]);
      return [outcomes?.code, metric('DriftDetected'), metric('CalibrationShift').length];
    };

    expect(await codeOf(199)).toEqual(['NO_EVIDENCE', [], 0]);
    expect(await codeOf(200)).toEqual(['QUIET', [0], 1]);
  });
});

test('the sample of predictions is read once for both looks', async () => {
  const subject = await monitored();
  let samples = 0;
  const records: PredictionStore['records'] = (broken) => {
    samples += 1;
    return subject.predictions.records(broken);
  };
  const monitor = createMonitor({
    ...subject,
    predictions: { ...subject.predictions, records },
    findings: { record: () => {} },
  });
  await subject.archiveDay(usual(1));

  await monitor();

  expect(samples).toBe(1);
});

test('without the archive requests are looked at all the same, and the error is told once', async () => {
  const subject = await monitored();
  const list = async () => {
    throw new TypeError('the bucket does not answer');
  };
  const monitor = createMonitor({
    ...subject,
    archive: { ...subject.archive, list },
    findings: { record: (one) => void subject.told.push(one) },
  });
  for (const day of [2, 1]) await subject.archiveDay({ ...usual(day), older: 15 });

  await expect(monitor()).rejects.toThrow(new TypeError('the bucket does not answer'));
  expect(subject.told).toMatchObject([
    { type: 'drift', code: 'FIRED' },
    { type: 'drift', code: 'NO_EVIDENCE', reason: expect.stringContaining('drift record unreadable') },
  ]);
  expect(metricOf(subject.recorder.lines, 'DriftDetected')).toEqual([1]);
});
