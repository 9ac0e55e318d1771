import { describe, expect, test } from 'vitest';
import { createAssess } from '../../lambdas/assess.ts';
import { InvalidInput } from '../../lib/domain/errors.ts';
import { NotBootstrapped } from '../../lib/domain/ledger/ledger-errors.ts';
import type { LedgerEvent } from '../../lib/domain/ledger/ledger-event.ts';
import { RecordBroken } from '../../lib/domain/ports/adapter-errors.ts';
import { assessOutputSchema } from '../../lib/domain/steps/assess.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../lib/domain/steps/retrain-request.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { definitionWith } from '../domain/definition/definition-samples.ts';
import {
  bootstrapped,
  clockAt,
  eventOf,
  FIRST,
  LATER_RETRAIN,
  MODEL,
  minute,
  RETRAIN,
  SECOND,
} from '../domain/ledger/ledger-samples.ts';
import { filledLedger } from '../in-memory/filled-ledger.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { inMemoryVersionRecords } from '../in-memory/in-memory-version-records.ts';

const NOW = minute(60);
const execution = { arn: RETRAIN, name: 'monday', startedAt: NOW };

async function setUp(events: readonly LedgerEvent[], definition: object = {}) {
  const records = inMemoryVersionRecords();
  for (const record of ['0.0.0', '1.0.0', '1.1.0'].map((modelVersion) => sampleRecord(modelVersion))) {
    await records.put(record);
  }
  const decisions = inMemoryDecisionRecords();
  const ports = { records, decisions, clock: clockAt(NOW), modelName: MODEL };
  const assess = createAssess({
    ...ports,
    definition: async () => definitionWith(definition),
    ledger: await filledLedger(events),
  });
  const answer = async (request: Partial<RetrainRequest>) =>
    assessOutputSchema.parse(await assess({ execution, request: retrainRequestSchema.parse(request) }));
  return Object.assign(answer, { decided: () => decisions.list(MODEL, execution.name) });
}

const { modelVersion, modelSha256 } = SECOND;
const registered = (verdict: 'promote' | 'reject', at: number, details = {}) =>
  eventOf('registered', { at: minute(at), modelVersion, modelSha256, verdict, execution: LATER_RETRAIN, ...details });
const filler = (at: number) => eventOf('reconciled', { at: minute(at), found: '' });

describe('without a champion', () => {
  test.each(['model', 'code', 'version', 'pause', 'resume'] as const)('nothing starts in mode %s', async (mode) => {
    const assess = await setUp([]);

    await expect(assess({ mode, reason: 'so it is', ...(mode === 'version' && { modelVersion }) })).rejects.toThrow(
      NotBootstrapped,
    );
  });

  test('the definition is not even read', async () => {
    const definition = () => Promise.reject(new Error('not to be read'));
    const ports = { records: inMemoryVersionRecords(), clock: clockAt(NOW), modelName: MODEL, definition };
    const assess = createAssess({ ...ports, decisions: inMemoryDecisionRecords(), ledger: inMemoryLedger() });

    await expect(assess({ execution, request: retrainRequestSchema.parse({}) })).rejects.toThrow(
      'churn has no champion',
    );
  });
});

describe('mode model', () => {
  test('retrains for nothing but being asked', async () => {
    const assess = await setUp([bootstrapped()]);

    expect(await assess({})).toEqual({
      decision: 'retrain',
      trigger: 'manual',
      reason: 'somebody asked for it',
      window: { from: '2025-12-29T01:00:00.000Z', to: NOW },
      trainers: [{ index: 0, kind: 'logistic-regression' }],
    });
  });

  test('takes window and trainer from the request', async () => {
    const assess = await setUp([bootstrapped()]);

    expect(await assess({ sinceDays: 1, modelType: 'random-forest' })).toMatchObject({
      window: { from: '2026-01-04T01:00:00.000Z', to: NOW },
      trainers: [{ index: 0, kind: 'random-forest' }],
    });
  });

  test('begins where the last training ended', async () => {
    const assess = await setUp([bootstrapped()], { window: { since: 'last-retrain' } });

    expect(await assess({})).toMatchObject({ window: { from: '2024-01-06T01:00:00.000Z' } });
  });

  test('names everything in the request that cannot be', async () => {
    const assess = await setUp([bootstrapped()]);
    const wrong = assess({ useApi: true, modelType: 'oracle', trigger: 'schedule', schedule: 'hourly' });

    await expect(wrong).rejects.toThrow(InvalidInput);
    await expect(wrong).rejects.toThrow(/'useApi'[\s\S]*'schedule' should be 'weekly'[\s\S]*'modelType'/);
  });

  test('refuses a wrong request even while nothing may start', async () => {
    const assess = await setUp([bootstrapped(), eventOf('paused', { at: minute(1) })]);

    await expect(assess({ trigger: 'schedule', schedule: 'hourly' })).rejects.toThrow(InvalidInput);
  });

  test('does nothing by itself while it is paused', async () => {
    const assess = await setUp([bootstrapped(), eventOf('paused', { at: minute(1) })]);

    expect(await assess({ trigger: 'schedule', schedule: 'weekly' })).toMatchObject({
      decision: 'skip',
      code: 'Paused',
    });
    expect(await assess({})).toMatchObject({ decision: 'retrain' });
  });

  test('runs a schedule once, however often it is delivered', async () => {
    const actor = { kind: 'schedule', id: 'weekly' } as const;
    const assess = await setUp([bootstrapped(), registered('reject', 59, { actor })]);
    const weekly = { trigger: 'schedule', schedule: 'weekly' } as const;

    expect(await assess({ ...weekly, scheduledTime: minute(59) })).toMatchObject({ code: 'AlreadyRun' });
    expect(await assess({ ...weekly, scheduledTime: NOW })).toMatchObject({ decision: 'retrain', trigger: 'schedule' });
  });

  test('lets the last retraining cool down before an alarm starts another', async () => {
    const asked = { trigger: 'drift', alarm: { name: 'a-drift', time: NOW, accusedVersion: null } } as const;
    const triggers = { cooldown: '30m' };

    expect(await (await setUp([bootstrapped(), registered('reject', 31)], { triggers }))(asked)).toMatchObject({
      code: 'CoolingDown',
    });
    expect(await (await setUp([bootstrapped(), registered('reject', 30)], { triggers }))(asked)).toMatchObject({
      decision: 'retrain',
      trigger: 'drift',
    });
  });
});

describe('mode code', () => {
  test("releases the champion's model, against itself", async () => {
    const assess = await setUp([bootstrapped(FIRST), eventOf('paused', { at: minute(1) })]);

    expect(await assess({ mode: 'code', trigger: 'code' })).toEqual({
      decision: 'release',
      reason: 'the code is new: 1.0.0 is released on it',
      order: {
        candidate: { modelVersion: '1.0.0', model: sampleRecord('1.0.0').model },
        compared: { modelVersion: '1.0.0', modelSha256: FIRST.modelSha256 },
        grounds: { kind: 'code-change' },
      },
    });
  });

  test('needs the record of the champion', async () => {
    const assess = await setUp([bootstrapped({ ...FIRST, modelVersion: '1.0.1' })]);

    await expect(assess({ mode: 'code' })).rejects.toThrow(RecordBroken);
  });
});

describe('mode version', () => {
  const version = { mode: 'version', modelVersion } as const;

  test('finds the comparison in the ledger, however far back', async () => {
    const fillers = Array.from({ length: 130 }, (_, index) => filler(index + 2));
    const assess = await setUp([bootstrapped(FIRST), registered('promote', 1), ...fillers]);

    expect(await assess(version)).toMatchObject({
      decision: 'release',
      order: { grounds: { kind: 'comparison', verdict: 'promote', sequence: 2 } },
    });
  });

  test('counts only the newest comparison of that very model', async () => {
    const verdicts = [registered('promote', 1), registered('reject', 2)];
    const another = registered('promote', 3, { modelSha256: FIRST.modelSha256 });

    expect(await (await setUp([bootstrapped(FIRST), ...verdicts]))(version)).toMatchObject({ code: 'NotPromotable' });
    expect(await (await setUp([bootstrapped(FIRST), ...verdicts, another]))(version)).toMatchObject({
      code: 'NotPromotable',
    });
  });

  test('can be forced with a reason', async () => {
    const assess = await setUp([bootstrapped(FIRST)]);

    expect(await assess({ ...version, force: true, reason: 'a recall' })).toMatchObject({
      order: { grounds: { kind: 'forced', reason: 'a recall' } },
    });
  });

  test('has nothing to do for the champion', async () => {
    const assess = await setUp([bootstrapped(SECOND)]);

    expect(await assess(version)).toMatchObject({ decision: 'skip', code: 'AlreadyChampion' });
  });

  test('names what is registered when something else is asked for', async () => {
    const assess = await setUp([bootstrapped(FIRST)]);

    await expect(assess({ ...version, modelVersion: '7.0.0' })).rejects.toThrow(
      `'modelVersion' should be a registered model version: 1.1.0, 1.0.0, 0.0.0, got "7.0.0"`,
    );
  });
});

describe('mode pause and mode resume', () => {
  test.each([
    [{ mode: 'pause', reason: 'no data' } as const, { outcome: 'paused', reason: 'no data' }],
    [{ mode: 'resume' } as const, { outcome: 'resumed', reason: 'the schedules may run again' }],
  ])(
    '%j switches the schedules and nothing else, also while they are so already (S0-04)',
    async (request, expected) => {
      for (const events of [[bootstrapped()], [bootstrapped(), eventOf('paused', { at: minute(2) })]]) {
        const assess = await setUp(events);

        expect(await assess(request)).toEqual({ decision: 'switch', ...expected });
      }
    },
  );
});

describe('what is decided about a training', () => {
  const question = { execution: RETRAIN, now: NOW };

  test('is recorded, a retrain as well as a skip, with all that it rests on', async () => {
    const quiet = await setUp([bootstrapped(), filler(1)]);
    const busy = await setUp([bootstrapped(), registered('reject', 50)], { triggers: { cooldown: '2d' } });
    await quiet({ trigger: 'drift' });
    await busy({ trigger: 'drift' });

    expect(await quiet.decided()).toMatchObject([
      { decision: 'trigger', at: NOW, question: { ...question, entries: [] }, verdict: { decision: 'retrain' } },
    ]);
    expect(await busy.decided()).toMatchObject([
      { question: { ...question, entries: [{ sequence: 2 }] }, verdict: { decision: 'skip', code: 'CoolingDown' } },
    ]);
  });

  test('is recorded once, however often it is asked at the same time', async () => {
    const assess = await setUp([bootstrapped()]);
    await assess({ reason: 'why not' });
    await assess({ reason: 'why not' });

    expect(await assess.decided()).toHaveLength(1);
  });

  test('is all that is: a release without a training is in the ledger alone', async () => {
    const assess = await setUp([bootstrapped()]);
    await assess({ mode: 'code' });

    expect(await assess.decided()).toEqual([]);
  });
});
