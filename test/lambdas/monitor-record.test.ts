import { expect, test } from 'vitest';
import { createMonitor } from '../../lambdas/monitor.ts';
import { examineDecision } from '../../lib/domain/decision-records/decision-kinds.ts';
import { looked, metricOf, monitored, watching } from './monitor-set-up.ts';

const fields = { triggers: { drift: watching.triggers.drift, performance: false, require: 'any' } };
const drifted = (daysAgo: number) => ({ daysAgo, count: 600, older: 15 });
const usual = (daysAgo: number) => ({ daysAgo, count: 600 });

test('drift that asks for a retrain is recorded under the day of the monitor, and follows from its record', async () => {
  const { decisions, store, drift } = await looked([drifted(2), drifted(1)], { fields });

  const records = await decisions.list('churn', 'monitor-2026-02-20');
  expect(records.map(({ decision, at }) => [decision, at])).toEqual([['drift', '2026-02-20T00:00:00.000Z']]);
  const [record] = records;
  if (record === undefined) throw new Error('there should be a record');
  const witnesses = { modelName: 'churn', entries: [], ledger: [], store };
  const { explanation, findings } = await examineDecision(record, witnesses);
  expect(findings).toEqual([]);
  expect(explanation).toMatchObject({ verdict: 'drifted (FIRED)', reason: drift?.reason });
});

test('drift that asks for nothing is not recorded', async () => {
  const { decisions } = await looked([usual(2), drifted(1)], { fields });

  expect(await decisions.list('churn', 'monitor-2026-02-20')).toEqual([]);
});

test('a record that cannot be written keeps no alarm from ringing, and is an error', async () => {
  const subject = await monitored({ fields });
  for (const day of [2, 1]) await subject.archiveDay(drifted(day));
  const decisions = { ...subject.decisions, write: () => Promise.reject(new Error('the store is gone')) };
  const monitor = createMonitor({ ...subject, decisions, findings: { record: (one) => void subject.told.push(one) } });

  await expect(monitor()).rejects.toThrow('the store is gone');
  expect(metricOf(subject.recorder.lines, 'DriftDetected')).toEqual([1]);
});
