import { describe, expect, test } from 'vitest';
import { collectEvidence } from '../../../lib/cli/evidence/collect-evidence.ts';
import { checkEvidence } from '../../../lib/domain/evidence/check-evidence.ts';
import { evidenceSchema } from '../../../lib/domain/evidence/evidence.ts';
import { parseStoredEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { connectionTo } from '../../cli/cli-set-up.ts';
import { withRollback } from '../../in-memory/audited-release.ts';
import { bootstrapped, inCanary } from '../../in-memory/release-flow.ts';
import { soundModel } from './sound-model.ts';

const { release, sound } = await soundModel();

describe('sound evidence', () => {
  test('has no finding, and everything in it was checked (S4-37)', async () => {
    const checks = await checkEvidence(sound, release.signer);

    expect(checks).toEqual([
      { what: 'ledger entries', count: 8, findings: [], unchecked: null },
      { what: 'version records', count: 2, findings: [], unchecked: null },
      { what: 'witnesses', count: 5, findings: [], unchecked: null },
      { what: 'function versions', count: 2, findings: [], unchecked: null },
      { what: 'alias', count: 1, findings: [], unchecked: null },
    ]);
    expect(evidenceSchema.parse(JSON.parse(JSON.stringify(sound)))).toEqual(sound);
  });

  test('is there after a rollback, which it tells with its reason, its asker and its target (S2-11)', async () => {
    const back = await withRollback();
    const evidence = await collectEvidence(connectionTo(back));

    const checks = await checkEvidence(evidence, back.signer);

    expect(checks.flatMap((check) => check.findings)).toEqual([]);
    const { event, state } = parseStoredEntry(evidence.entries.at(-1) ?? { text: '', hash: '' });
    expect(event).toMatchObject({ type: 'rolled-back', cause: 'manual', reason: 'wrong scores since noon' });
    expect(event.actor.kind).toBe('console');
    expect(state.champion?.modelVersion).toBe('0.0.0');
  });

  test('has version, time, metrics and verdict of what was promoted (S3-16)', () => {
    const promotion = sound.entries.map(parseStoredEntry).find(({ event }) => event.type === 'promoted');
    const record = sound.records.find(({ modelVersion }) => modelVersion === '1.0.0');

    expect(promotion?.state.champion?.modelVersion).toBe('1.0.0');
    expect(promotion?.event).toMatchObject({ at: expect.stringMatching(/^2026-/), reason: 'the canary holds' });
    expect(record).toMatchObject({ metrics: { auc: 0.83 }, championMetrics: { auc: 0.82 }, verdict: 'promote' });
  });

  test('is there in the middle of a canary', async () => {
    const canary = await bootstrapped();
    await inCanary(canary);
    const evidence = await collectEvidence(connectionTo(canary));

    const checks = await checkEvidence(evidence, canary.signer);

    // the sample canary has no registration, which is what is found; its function version and its alias are sound
    expect(checks.find(({ what }) => what === 'function versions')).toMatchObject({ count: 2, findings: [] });
    expect(checks.find(({ what }) => what === 'alias')).toMatchObject({ findings: [] });
  });
});
