import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../lambdas/monitor.ts';
import { ProfileMismatch } from '../../lib/domain/artifacts/drift-errors.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { readReferenceProfile, writeReferenceProfile } from '../../lib/domain/artifacts/reference-profile-door.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactBroken, ArtifactHashMismatch, RecordBroken } from '../../lib/domain/ports/adapter-errors.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';
import type { TriggerFinding } from '../../lib/domain/triggers/trigger-finding.ts';
import { monitored } from './monitor-set-up.ts';

const usual = (daysAgo: number) => ({ daysAgo, count: 600 });
const drifted = (daysAgo: number) => ({ daysAgo, count: 600, older: 15 });

describe('what is broken (S3-03)', () => {
  test('does not fire, and is an error: a profile of another model artefact', async () => {
    const subject = await monitored();
    const other = await writeReferenceProfile(
      subject.store,
      // of the very same features
      { ...(await ownProfile(subject)), modelSha256: sha256Hex('other') },
    );
    const records = {
      ...subject.records,
      read: async () => withProfile(await subject.records.read('churn', '1.0.0'), other),
    };
    const monitor = createMonitor({ ...subject, records, findings: { record: (one) => void subject.told.push(one) } });
    for (const day of [2, 1]) await subject.archiveDay({ ...drifted(day), turned: true });

    await expect(monitor()).rejects.toThrow(ProfileMismatch);
    // performance is looked at all the same
    expect(subject.told).toMatchObject([
      { type: 'performance', code: 'FIRED' },
      { type: 'drift', fire: false, reason: expect.stringMatching(/drift record unreadable: ProfileMismatch: /) },
    ]);
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

  test('is left out, and is an error: one archived object among others', async () => {
    const subject = await monitored();
    for (const day of [3, 2, 1]) await subject.archiveDay(usual(day));
    const [key = ''] = subject.archive.objects.keys();
    subject.archive.objects.set(key, new Uint8Array([1]));

    await expect(subject.monitor()).rejects.toThrow(ArtifactHashMismatch);
    expect(subject.told.map(({ type, code }) => [type, code])).toEqual([
      ['drift', 'QUIET'],
      ['drift', 'QUIET'],
      ['performance', 'QUIET'],
      ['drift', 'NO_EVIDENCE'],
    ]);
    expect(subject.told.at(-1)?.reason).toContain('drift record unreadable: ArtifactHashMismatch: ');
    // an object is an hour, and in the first one 59 of 1800 labels arrived
    expect(subject.told[2]?.evidence[0]?.n).toBe(1_741);
  });

  test('is left out, and is an error: a record of a prediction', async () => {
    const subject = await monitored();
    for (const day of [2, 1]) await subject.archiveDay(drifted(day));
    const records = (broken: (error: RecordBroken) => void) => {
      broken(new RecordBroken('the record is none'));
      return subject.predictions.records(broken);
    };
    const predictions = { ...subject.predictions, records };
    const findings = { record: (one: TriggerFinding) => void subject.told.push(one) };

    await expect(createMonitor({ ...subject, predictions, findings })()).rejects.toThrow(RecordBroken);
    expect(subject.told.filter(({ type }) => type === 'drift')).toMatchObject([
      { code: 'FIRED' },
      { code: 'QUIET' },
      { fire: false, reason: 'no evidence: drift record unreadable: RecordBroken: the record is none' },
    ]);
  });

  test('fires nothing: predictions that cannot be read at all', async () => {
    const subject = await monitored();
    for (const day of [2, 1]) await subject.archiveDay(drifted(day));
    const records = () => {
      throw new TypeError('the table does not answer');
    };
    const predictions = { ...subject.predictions, records };
    const findings = { record: (one: TriggerFinding) => void subject.told.push(one) };

    await expect(createMonitor({ ...subject, predictions, findings })()).rejects.toThrow(
      new TypeError('the table does not answer'),
    );
    expect(subject.told).toMatchObject([
      { type: 'drift', reason: 'no evidence: drift record unreadable: TypeError: the table does not answer' },
    ]);
    expect(subject.recorder.lines).toEqual([]);
  });
});

async function ownProfile({ store, trained }: Awaited<ReturnType<typeof monitored>>) {
  if (trained.referenceProfile === undefined) throw new Error('there should be a profile');
  return await readReferenceProfile(store, trained.referenceProfile, await readModelArtifact(store, trained.model));
}

function withProfile(record: VersionRecord | null, referenceProfile: VersionRecord['referenceProfile']) {
  return record && { ...record, referenceProfile };
}
