import { describe, expect, test } from 'vitest';
import { collectEvidence } from '../../../lib/cli/evidence/collect-evidence.ts';
import type { ModelConnection } from '../../../lib/cli/model-connection.ts';
import { checkEvidence } from '../../../lib/domain/evidence/check-evidence.ts';
import { recordDecision } from '../../../lib/domain/ledger/ledger.ts';
import { parseStoredEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { FunctionMissing, RecordBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { eventOf, MODEL } from '../../domain/ledger/ledger-samples.ts';
import { withPromotion } from '../../in-memory/audited-release.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { requestedRollback } from '../../in-memory/release-flow.ts';
import { connectionTo } from '../cli-set-up.ts';

/** A connection on which something else happens each time that the function versions are read. */
function disturbed(release: InMemoryRelease, disturb: (time: number) => Promise<unknown>): ModelConnection {
  const connection = connectionTo(release);
  let times = 0;
  const listVersions: typeof connection.functions.listVersions = async (name) => {
    times += 1;
    const versions = await connection.functions.listVersions(name);
    await disturb(times);
    return versions;
  };
  return { ...connection, functions: { ...connection.functions, listVersions } };
}

function pausing({ ledger, clock }: InMemoryRelease) {
  return recordDecision(ledger, clock, MODEL, (head, at) =>
    head?.state.paused ? eventOf('resumed', { at }) : eventOf('paused', { at }),
  );
}

async function findingsOf(release: InMemoryRelease, connection: ModelConnection) {
  const evidence = await collectEvidence(connection);
  const checks = await checkEvidence(evidence, release.signer);
  return { evidence, findings: checks.flatMap((check) => check.findings) };
}

describe('what is decided meanwhile', () => {
  test('is in the evidence, and so is the traffic that it moved', async () => {
    const release = await withPromotion();
    const connection = disturbed(release, async (time) => {
      if (time === 1) await release.rivals.rollBack(requestedRollback(release));
    });

    const { evidence, findings } = await findingsOf(release, connection);

    expect(findings).toEqual([]);
    expect(evidence.entries).toHaveLength(9);
    expect(evidence.alias?.functionVersion).toBe('1');
  });

  test('again and again is followed three times, and nothing knows more than the ledger then', async () => {
    const release = await withPromotion();
    let times = 0;
    const connection = disturbed(release, async (time) => {
      times = time;
      await pausing(release);
    });

    const { evidence, findings } = await findingsOf(release, connection);

    expect(times).toBe(3);
    expect(evidence.entries).toHaveLength(11);
    expect(findings).toEqual([]);
  });
});

describe('a ledger of more than a page', () => {
  async function longLedger() {
    const release = await withPromotion();
    for (let count = 0; count < 1000; count += 1) await pausing(release);
    return release;
  }

  test('is there whole and once, also where entries of it are missing', { timeout: 60_000 }, async () => {
    const release = await longLedger();
    const { ledger } = release;
    const gaps: typeof ledger.readFrom = async (model, from, limit) => {
      const stored = await ledger.readFrom(model, from, 1000);
      return stored.filter((entry) => ![3, 501, 502].includes(parseStoredEntry(entry).sequence)).slice(0, limit);
    };

    const whole = await collectEvidence(connectionTo(release));
    const broken = await collectEvidence({ ...connectionTo(release), ledger: { ...ledger, readFrom: gaps } });

    expect(whole.entries.map((entry) => parseStoredEntry(entry).sequence)).toEqual(
      Array.from({ length: 1008 }, (_, index) => index + 1),
    );
    expect(broken.entries).toEqual(whole.entries.filter((_, index) => ![2, 500, 501].includes(index)));
  });
});

describe('version records that cannot be read', () => {
  test('are named, and those that the ledger names are there all the same', async () => {
    const release = await withPromotion();
    const { records } = release;
    const broken = {
      ...records,
      list: () => Promise.reject(new RecordBroken('a version record of churn is not one')),
      read: async (model: string, version: string) => {
        if (version === '1.0.0') throw new RecordBroken('1.0.0 is broken');
        return records.read(model, version);
      },
    };

    const evidence = await collectEvidence({ ...connectionTo(release), records: broken });

    expect(evidence.unreadable).toEqual(['1.0.0 is broken']);
    expect(evidence.records.map(({ modelVersion }) => modelVersion)).toEqual(['0.0.0']);
  });

  test('are said to be there also when the ledger does not name them', async () => {
    const release = await withPromotion();
    const records = { ...release.records, list: () => Promise.reject(new RecordBroken('not one')) };

    const { unreadable, records: read } = await collectEvidence({ ...connectionTo(release), records });

    expect(unreadable).toEqual(['a version record of churn that the ledger does not name is broken']);
    expect(read).toHaveLength(2);
  });

  test('but another failure is none of theirs', async () => {
    const release = await withPromotion();
    const records = { ...release.records, list: () => Promise.reject(new TypeError('oops')) };

    await expect(collectEvidence({ ...connectionTo(release), records })).rejects.toThrow('oops');
  });
});

test('a function that is gone has no versions, which is for the checks to find', async () => {
  const release = await withPromotion();
  const listVersions = () => Promise.reject(new FunctionMissing('gone'));
  const connection = { ...connectionTo(release), functions: { ...release.functions, listVersions } };

  const { findings } = await findingsOf(release, connection);

  expect(findings).toContain('function version 2 of the champion 1.0.0 does not exist');
});
