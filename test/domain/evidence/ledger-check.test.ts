import { describe, expect, test } from 'vitest';
import { checkEvidence } from '../../../lib/domain/evidence/check-evidence.ts';
import type { Evidence } from '../../../lib/domain/evidence/evidence.ts';
import { type EntryContent, parseStoredEntry, storedEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { soundModel } from './sound-model.ts';

const { release, sound, findings } = await soundModel();

/** A chain of the same events with one entry changed, and hashes that fit. */
function forged(place: number, change: (entry: EntryContent) => EntryContent): Evidence['entries'] {
  const forgery: Evidence['entries'] = [];
  for (const stored of sound.entries) {
    const entry = parseStoredEntry(stored);
    const previousHash = forgery.at(-1)?.hash ?? entry.previousHash;
    forgery.push(storedEntry({ ...(entry.sequence === place ? change(entry) : entry), previousHash }));
  }
  return forgery;
}

describe('in the ledger it finds', () => {
  test('an entry that was changed', async () => {
    const entries = sound.entries.map(({ text, hash }, index) => ({
      text: index === 2 ? text.replace('canary', 'immediate') : text,
      hash,
    }));

    expect(await findings({ entries })).toEqual([
      expect.stringMatching(/^ledger entries: entry 3 of churn: an entry's text should have the hash/),
    ]);
  });

  test('an entry that was removed from the middle', async () => {
    expect(await findings({ entries: sound.entries.toSpliced(3, 1) })).toEqual([
      'ledger entries: entry 5 of churn stands where entry 4 should',
    ]);
  });

  test('entries that were swapped', async () => {
    const [first, second, third, ...rest] = sound.entries;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three entries');

    expect(await findings({ entries: [first, third, second, ...rest] })).toEqual([
      'ledger entries: entry 3 of churn stands where entry 2 should',
    ]);
  });

  test('a state that its event does not lead to, in a chain whose hashes fit', async () => {
    const entries = forged(8, (entry) => ({ ...entry, state: { ...entry.state, paused: true } }));

    expect(await findings({ entries })).toEqual([
      'ledger entries: entry 8 of churn does not carry the state that its event leads to',
    ]);
  });

  test('a release for a verdict that was never given', async () => {
    const entries = forged(2, (entry) => {
      if (entry.event.type !== 'registered') throw new Error('entry 2 should be the registration');
      const event = { ...entry.event, verdict: 'reject' as const };
      return {
        ...entry,
        event,
        notice: { ...entry.notice, subject: 'candidate 1.0.0: reject' } as typeof entry.notice,
      };
    });

    expect(await findings({ entries })).toContain(
      'ledger entries: entry 3 releases 1.0.0 for the verdict of entry 2, which has no such verdict on it',
    );
  });

  test('the ledger of another model', async () => {
    const [finding] = await findings({ modelName: 'other' });

    expect(finding).toBe('ledger entries: entry 1 of other is about churn');
  });

  test('and then says that nothing was compared with its newest entry', async () => {
    const checks = await checkEvidence({ ...sound, entries: sound.entries.toSpliced(3, 1) }, release.signer);

    expect(checks.slice(2).map(({ what, unchecked }) => [what, unchecked])).toEqual([
      ['witnesses', 'the ledger holds only up to entry 3'],
      ['function versions', 'the ledger holds only up to entry 3'],
      ['alias', 'the ledger holds only up to entry 3'],
    ]);
  });
});
