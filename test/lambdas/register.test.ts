import { describe, expect, test } from 'vitest';
import { readComparison } from '../../lib/domain/artifacts/comparison-door.ts';
import { verifyRecord } from '../../lib/domain/artifacts/record-signature.ts';
import { validationHash } from '../../lib/domain/artifacts/validation-hash.ts';
import { LedgerConflict, NotBootstrapped } from '../../lib/domain/ledger/ledger-errors.ts';
import { readAll } from '../../lib/domain/ledger/ledger-pages.ts';
import { ArtifactBroken, ArtifactMissing, RecordBroken, VersionTaken } from '../../lib/domain/ports/adapter-errors.ts';
import type { VersionRecords } from '../../lib/domain/ports/version-record.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { BASELINE, MODEL, RETRAIN } from '../domain/ledger/ledger-samples.ts';
import { headOf } from '../in-memory/filled-ledger.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { laterExecution, NOW, setUp } from './register-set-up.ts';

async function ledgerOf({ ports: { ledger } }: Awaited<ReturnType<typeof setUp>>) {
  const entries = await readAll(ledger, MODEL, await headOf(ledger));
  return entries.slice(1).map(({ event }) => event);
}

describe('a candidate that won', () => {
  test('is registered and ordered to be released', async () => {
    const registry = await setUp();
    const input = await registry.candidate({ request: { trigger: 'schedule', schedule: 'weekly' } });

    expect(await registry.register(input)).toEqual({
      decision: 'release',
      order: {
        candidate: { modelVersion: '1.0.0', model: input.trained.model },
        compared: { modelVersion: '0.0.0', modelSha256: BASELINE.modelSha256 },
        grounds: { kind: 'comparison', verdict: 'promote', sequence: 2 },
      },
      reason: 'the gain in auc is large enough',
    });
    expect(await ledgerOf(registry)).toEqual([
      {
        type: 'registered',
        at: NOW,
        actor: { kind: 'schedule', id: 'weekly' },
        execution: RETRAIN,
        reason: 'the gain in auc is large enough',
        evidence: [{ metric: 'auc absolute', value: 0.02, threshold: 0.01, n: 1000, interval: [0.01, 0.03] }],
        modelVersion: '1.0.0',
        modelSha256: input.trained.model.sha256,
        verdict: 'promote',
      },
    ]);
  });

  test('has a record that is signed', async () => {
    const { ports, register, candidate } = await setUp();
    await register(await candidate());

    const record = await ports.records.read(MODEL, '1.0.0');

    if (record === null) throw new Error('there should be a record');
    await expect(verifyRecord(ports.signer, record)).resolves.toBeUndefined();
    await expect(verifyRecord(ports.signer, { ...record, verdict: 'hold' })).rejects.toThrow(RecordBroken);
  });
});

test('a candidate that lost is registered too, and goes no further', async () => {
  const registry = await setUp();
  const input = await registry.candidate({ comparison: { verdict: 'reject', reason: 'no better' } });

  expect(await registry.register(input)).toEqual({
    decision: 'stop',
    modelVersion: '1.0.0',
    verdict: 'reject',
    reason: 'no better',
  });
  expect(await ledgerOf(registry)).toMatchObject([{ type: 'registered', verdict: 'reject', modelVersion: '1.0.0' }]);
});

describe('a second attempt of the same execution', () => {
  test('registers nothing again and answers the same', async () => {
    const registry = await setUp();
    const input = await registry.candidate();
    const first = await registry.register(input);
    registry.clock.advance(60);

    expect(await registry.register(input)).toEqual(first);
    expect(await ledgerOf(registry)).toHaveLength(1);
    expect(await registry.ports.records.list(MODEL)).toHaveLength(2);
  });

  test('takes the record that a crash left without an entry', async () => {
    const registry = await setUp();
    const input = await registry.candidate();
    const { append } = registry.ports.ledger;
    registry.ports.ledger.append = async () => Promise.reject(new Error('the table is gone'));
    await expect(registry.register(input)).rejects.toThrow('the table is gone');
    registry.ports.ledger.append = append;

    expect(await registry.register(input)).toMatchObject({ order: { candidate: { modelVersion: '1.0.0' } } });
    expect(await registry.ports.records.list(MODEL)).toHaveLength(2);
    expect(await ledgerOf(registry)).toHaveLength(1);
  });

  test('after another comparison is another verdict on the same model version', async () => {
    const registry = await setUp();
    await registry.register(await registry.candidate());
    const again = { verdict: 'reject', reason: 'the new champion is better' } as const;

    expect(await registry.register(await registry.candidate({ comparison: again }))).toMatchObject({
      decision: 'stop',
      modelVersion: '1.0.0',
      verdict: 'reject',
    });
    expect(await ledgerOf(registry)).toMatchObject([{ verdict: 'promote' }, { verdict: 'reject' }]);
    expect(await registry.ports.records.list(MODEL)).toHaveLength(2);
  });
});

describe('a model that another execution has registered', () => {
  async function registeredBefore() {
    const registry = await setUp();
    await registry.register(await registry.candidate());
    return registry;
  }

  test('is not registered again: the ledger says that there was nothing new', async () => {
    const registry = await registeredBefore();
    const input = await registry.candidate({ execution: laterExecution, request: { actor: 'ada' } });
    const answer = {
      decision: 'stop',
      modelVersion: '1.0.0',
      verdict: 'skipped',
      reason: `the same model is registered already by ${RETRAIN} as 1.0.0: no data or parameter is new`,
    };

    expect(await registry.register(input)).toEqual(answer);
    expect(await registry.register(input)).toEqual(answer);
    const events = await ledgerOf(registry);
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({ type: 'skipped', code: 'AlreadyRegistered', actor: { kind: 'cli', id: 'ada' } });
  });

  test('keeps its model version when somebody forces it', async () => {
    const registry = await registeredBefore();
    const request = { force: true, reason: 'a recall' };
    const lost = { verdict: 'reject', reason: 'no better' } as const;

    const answer = await registry.register(
      await registry.candidate({ execution: laterExecution, request, comparison: lost }),
    );

    expect(answer).toMatchObject({
      decision: 'release',
      order: { candidate: { modelVersion: '1.0.0' }, grounds: { kind: 'forced', reason: 'a recall' } },
    });
    expect(await registry.ports.records.list(MODEL)).toHaveLength(2);
    expect(await ledgerOf(registry)).toMatchObject([{ verdict: 'promote' }, { verdict: 'reject', type: 'registered' }]);
  });

  test('is told from a model that differs in a single number', async () => {
    const registry = await registeredBefore();
    const model = { stats: { trainingRows: 4001, trainAccuracy: 0.9, validationAccuracy: 0.88, auc: 0.83 } };

    const answer = await registry.register(await registry.candidate({ execution: laterExecution, model }));

    expect(answer).toMatchObject({ decision: 'release', order: { candidate: { modelVersion: '1.0.1' } } });
  });
});

describe('a number that another execution takes at the same time', () => {
  /** Records in which somebody else takes the number first, so many times. */
  function contended(records: VersionRecords, losses: number): VersionRecords {
    let left = losses;
    const put: VersionRecords['put'] = async (record) => {
      if (record.modelVersion !== '0.0.0' && left > 0) {
        left -= 1;
        await records.put(sampleRecord(record.modelVersion, { lineage: record.lineage }));
      }
      return records.put(record);
    };
    return { ...records, put };
  }

  test.each([
    [1, '1.0.1'],
    [7, '1.0.7'],
  ])('is left to it, %i times, for the next one', async (losses, modelVersion) => {
    const { ports } = await setUp();
    const { register, candidate } = await setUp({ records: contended(ports.records, losses) });

    expect(await register(await candidate())).toMatchObject({ order: { candidate: { modelVersion } } });
  });

  test('is given up after eight times', async () => {
    const { ports } = await setUp();
    const registry = await setUp({ records: contended(ports.records, 8) });

    await expect(registry.register(await registry.candidate())).rejects.toThrow(VersionTaken);
    expect(await ledgerOf(registry)).toEqual([]);
  });
});

test('what a comparison validated is registered with its hash (S2-10)', async () => {
  const registry = await setUp();
  const { snapshot, comparison } = await registry.candidate();
  const { candidate: metrics } = await readComparison(registry.ports.store, comparison.comparison);
  const hash = validationHash({ modelName: MODEL, metrics, snapshotSha256: snapshot.sha256 });

  const input = await registry.candidate({ comparison: { validationHash: hash } });

  expect((await registry.register(input)).decision).toBe('release');
});

describe('nothing is registered', () => {
  test.each([
    ['of another model', { model: { modelName: 'other' } }],
    ['with another target', { model: { target: 'left' } }],
    ['for another label', { model: { positiveClass: 'no' } }],
    ['without a feature', { model: { features: { age: 'numeric' } } }],
    ['with a leak among its features', { model: { features: { age: 'numeric', job: 'categorical', id: 'numeric' } } }],
    ['with a feature of another kind', { model: { features: { age: 'numeric', job: 'numeric' } } }],
    ['with the evaluation of another model', { evaluation: { modelSha256: 'f'.repeat(64) } }],
    ['with the evaluation on other data', { evaluation: { snapshotSha256: 'f'.repeat(64) } }],
    ['with the comparison of another model', { comparison: { candidateSha256: 'f'.repeat(64) } }],
    ['with a comparison that validated something else', { comparison: { validationHash: 'f'.repeat(64) } }],
    ['with the comparison on other data', { comparison: { snapshotSha256: 'f'.repeat(64) } }],
    ['with the data of another model', { snapshot: { modelName: 'other' } }],
    ['that does not compute its golden rows', { model: { golden: [{ row: { age: 40 }, score: 0.51 }] } }],
  ] as const)('%s', async (_, details) => {
    const registry = await setUp();
    const input = await registry.candidate(details as never);

    await expect(registry.register(input)).rejects.toThrow(ArtifactBroken);
    expect(await registry.ports.records.list(MODEL)).toHaveLength(1);
    expect(await ledgerOf(registry)).toEqual([]);
  });

  test.each(['promote', 'hold'] as const)(
    'when the comparison says something else than the execution: %s',
    async (verdict) => {
      const registry = await setUp();
      const input = await registry.candidate({ comparison: { verdict: 'reject' } });

      await expect(registry.register({ ...input, comparison: { ...input.comparison, verdict } })).rejects.toThrow(
        `'verdict of the comparison' should be "${verdict}", got "reject"`,
      );
    },
  );

  test('whose artefact is gone', async () => {
    const registry = await setUp();
    const input = await registry.candidate();
    registry.ports.store.objects.delete(input.trained.model.key);

    await expect(registry.register(input)).rejects.toThrow(ArtifactMissing);
  });

  test('that was compared with a champion without a record', async () => {
    const registry = await setUp();
    const compared = { modelVersion: '3.0.0', modelSha256: BASELINE.modelSha256 };

    await expect(registry.register(await registry.candidate({ comparison: { compared } }))).rejects.toThrow(
      'the champion 3.0.0 should have a version record, got none',
    );
  });

  test('of a model without a champion', async () => {
    const registry = await setUp({ ledger: inMemoryLedger() });

    await expect(registry.register(await registry.candidate())).rejects.toThrow(NotBootstrapped);
  });
});

test('a ledger that others keep writing to is a conflict, and the next attempt finds the record', async () => {
  const registry = await setUp();
  const input = await registry.candidate();
  const { append } = registry.ports.ledger;
  registry.ports.ledger.append = () => Promise.reject(new LedgerConflict('taken'));

  await expect(registry.register(input)).rejects.toThrow(LedgerConflict);
  registry.ports.ledger.append = append;
  expect(await registry.register(input)).toMatchObject({ order: { candidate: { modelVersion: '1.0.0' } } });
});
