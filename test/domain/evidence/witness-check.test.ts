import { describe, expect, test } from 'vitest';
import { collectEvidence } from '../../../lib/cli/evidence/collect-evidence.ts';
import { checkEvidence } from '../../../lib/domain/evidence/check-evidence.ts';
import { type LedgerEntry, nextEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { secondsAfter } from '../../../lib/domain/time.ts';
import { connectionTo } from '../../cli/cli-set-up.ts';
import { bootstrapped } from '../../in-memory/release-flow.ts';
import { eventOf } from '../ledger/ledger-samples.ts';
import { soundModel } from './sound-model.ts';

const { release, sound, findings } = await soundModel();

const cut = (count: number) => sound.entries.slice(0, -count);

describe('of a ledger that was cut off at the end, it is known', () => {
  test('by the alias and the sent notices, which name a later entry', async () => {
    const found = await findings({ entries: cut(1) });

    expect(found).toContain(
      'witnesses: the alias was written for entry 8, the newest entry is 7: entries after it were removed',
    );
    expect(found).toContain(
      'witnesses: the notice of entry 8 was sent, the newest entry is 7: entries after it were removed',
    );
  });

  test('by the notices alone', async () => {
    expect(await findings({ newestNotice: 9 })).toEqual([
      'witnesses: the notice of entry 9 was sent, the newest entry is 8: entries after it were removed',
    ]);
  });

  test('by a function version whose release nobody decided', async () => {
    const found = await findings({ entries: cut(6), alias: null, newestNotice: null });

    expect(found).toContainEqual(
      expect.stringMatching(
        /^witnesses: function version 2 was published for 1\.0\.0, which the ledger up to its newest entry 2 never released/,
      ),
    );
  });

  test('by a version record that nobody entered', async () => {
    const { functionVersions } = sound;

    const found = await findings({
      entries: cut(7),
      alias: null,
      newestNotice: null,
      functionVersions: functionVersions.slice(0, 1),
    });

    expect(found).toContainEqual(
      expect.stringMatching(
        /^witnesses: 1\.0\.0 was registered at \S+ and the ledger, whose newest entry is 1, does not say so/,
      ),
    );
  });

  test('by all of them when nothing of it is left', async () => {
    const found = await findings({ entries: [] });

    expect(found.filter((finding) => finding.startsWith('witnesses: '))).toHaveLength(4);
  });

  test('by no witness when it is whole', async () => {
    expect(await findings({ newestNotice: 8 })).toEqual([]);
  });

  test('but a record whose execution failed before its entry is accounted for', async () => {
    const born = await bootstrapped();
    const execution = sound.records.find(({ modelVersion }) => modelVersion === '1.0.0')?.execution ?? null;
    const evidence = await collectEvidence(connectionTo(born));
    const failed = { ...evidence, records: sound.records };

    const withoutEnd = await checkEvidence(failed, release.signer);
    await born.ledger.append(failedEntry(await born.head(), execution));
    const { entries } = await collectEvidence(connectionTo(born));
    const withEnd = await checkEvidence({ ...failed, entries }, release.signer);

    const witnesses = (checks: typeof withEnd) => checks.find(({ what }) => what === 'witnesses')?.findings;
    expect(witnesses(withoutEnd)).toHaveLength(1);
    expect(witnesses(withEnd)).toEqual([]);
  });
});

test.each([
  ['six hours', 6 * 3600, 1],
  ['a second more than six hours', 6 * 3600 + 1, 0],
])(
  'a record whose execution was stopped before its entry is accounted for by an entry that is younger by %s: %i s, %i findings',
  async (_, seconds, count) => {
    const born = await bootstrapped();
    const evidence = await collectEvidence(connectionTo(born));
    const record = sound.records.find(({ modelVersion }) => modelVersion === '1.0.0');
    if (record === undefined) throw new Error('the sound model should have a record of 1.0.0');
    const head = await born.head();
    // somebody else's execution, so nothing is said of the stopped one
    await born.ledger.append(failedEntry(head, null, secondsAfter(record.createdAt, seconds)));
    const { entries } = await collectEvidence(connectionTo(born));

    const checks = await checkEvidence({ ...evidence, records: sound.records, entries }, release.signer);

    expect(checks.find(({ what }) => what === 'witnesses')?.findings).toHaveLength(count);
  },
);

describe('of a ledger that was written anew, the alias knows', () => {
  test('when its entry moved the traffic at another time', async () => {
    const description = 'seq=8 moved=2026-01-01T00:00:00.000Z';
    const alias = sound.alias && { ...sound.alias, description };

    expect(await findings({ alias })).toEqual([
      expect.stringMatching(
        /^witnesses: the alias was written for entry 8 with traffic moved at 2026-01-01T\S+, that entry says 2026-01-05T/,
      ),
    ]);
  });

  test('and a description that names no entry is somebody else’s', async () => {
    const alias = sound.alias && { ...sound.alias, description: 'by hand' };

    expect(await findings({ alias })).toEqual([expect.stringContaining("got the description 'by hand'")]);
  });
});

/** The entry of an execution that failed after the head. */
function failedEntry(head: LedgerEntry, execution: string | null, at = secondsAfter(head.event.at, 60)): LedgerEntry {
  return nextEntry('churn', head, eventOf('failed', { at, execution, error: 'Boom' }));
}
