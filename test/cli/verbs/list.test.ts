import { expect, test } from 'vitest';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { bootstrapped, inPeace } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

async function connection() {
  const release = await bootstrapped();
  await inPeace(release);
  await release.records.put(sampleRecord('1.10.0', { verdict: 'reject', metrics: { accuracy: 0.71234567 } }));
  await release.records.put(sampleRecord('1.9.0', { verdict: 'reject' }));
  return connectionTo(release);
}

test('lists all model versions, the newest first by number, each in one line of 80 columns', async () => {
  const { exitCode, stdout } = await ratchet(['list'], await connection(), { columns: 80 });

  const table = stdout.trim().split('\n').slice(3);
  expect(exitCode).toBe(0);
  expect(table).toHaveLength(5);
  expect(table.map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
    ['version', 'role', 'quality'],
    ['1.10.0', 'rejected', 'acc 0.7123'],
    ['1.9.0', 'rejected', 'auc 0.83'],
    ['1.0.0', 'champion', 'auc 0.83'],
    ['0.0.0', 'previous-champion', '-'],
  ]);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test.each([
  [94, '2026-01-05', false],
  [95, '2026-01-05 00:00', true],
])('at %i columns a time is %s', async (columns, text, hasTime) => {
  const { stdout } = await ratchet(['list'], await connection(), { columns });

  const [, row = ''] = stdout.trim().split('\n').slice(3);
  expect(row).toContain(text);
  expect(row.includes('00:00')).toBe(hasTime);
});

test('--json gives the fields that the source systems know', async () => {
  const { json } = await ratchetJson(['list'], await connection());

  expect(json.model).toBe('churn');
  expect(json.versions.map(({ version }: { version: string }) => version)).toEqual([
    '1.10.0',
    '1.9.0',
    '1.0.0',
    '0.0.0',
  ]);
  expect(json.versions[2]).toMatchObject({
    version: '1.0.0',
    role: 'champion',
    dataset_size: 5000,
    verdict: 'promote',
    evaluation_metrics: { auc: 0.83 },
    deployed_at: expect.stringMatching(/^2026-01-05T00:00:/),
  });
});
