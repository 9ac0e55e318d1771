import { describe, expect, test } from 'vitest';
import { NotBootstrapped } from '../../../lib/domain/ledger/ledger-errors.ts';
import { recordOnce, type SingleDecision } from '../../../lib/domain/ledger/record-once.ts';
import { filledLedger, headOf } from '../../in-memory/filled-ledger.ts';
import { inMemoryLedger } from '../../in-memory/in-memory-ledger.ts';
import { bootstrapped, clockAt, eventOf, LATER_RETRAIN, MODEL, minute, RETRAIN } from './ledger-samples.ts';

const CLOCK = clockAt(minute(30));
const execution = { arn: RETRAIN, name: 'monday', startedAt: minute(10) };

const skipping: SingleDecision = {
  execution,
  eventAt: (at) => eventOf('skipped', { at, code: 'Held' }),
  isSame: ({ event }) => event.type === 'skipped',
};

const skipped = (at: number, arn: string) => eventOf('skipped', { at: minute(at), code: 'Before', execution: arn });

describe('a decision that an execution makes once', () => {
  test('is appended the first time', async () => {
    const ledger = await filledLedger([bootstrapped()]);

    const entry = await recordOnce(ledger, CLOCK, MODEL, skipping);

    expect(entry).toMatchObject({ sequence: 2, event: { type: 'skipped', code: 'Held', at: minute(30) } });
    expect(await headOf(ledger)).toEqual(entry);
  });

  test('is found the second time, even behind other entries', async () => {
    const ledger = await filledLedger([bootstrapped()]);
    const first = await recordOnce(ledger, CLOCK, MODEL, skipping);
    await recordOnce(ledger, CLOCK, MODEL, {
      ...skipping,
      execution: { ...execution, arn: LATER_RETRAIN },
      eventAt: (at) => eventOf('paused', { at, execution: LATER_RETRAIN }),
    });

    expect(await recordOnce(ledger, CLOCK, MODEL, skipping)).toEqual(first);
    expect((await headOf(ledger)).sequence).toBe(3);
  });

  test.each([
    ['of another execution is another one', skipped(20, LATER_RETRAIN), 3],
    ['from before the execution started is not its own', skipped(9, RETRAIN), 3],
    ['from the moment the execution started is its own', skipped(10, RETRAIN), 2],
    ['of another kind is another one', eventOf('failed', { at: minute(20), error: 'Held' }), 3],
  ])('%s', async (_, earlier, sequence) => {
    const ledger = await filledLedger([bootstrapped(), earlier]);

    expect((await recordOnce(ledger, CLOCK, MODEL, skipping)).sequence).toBe(sequence);
  });

  test('reads a start with another offset as the same moment', async () => {
    const ledger = await filledLedger([bootstrapped(), skipped(10, RETRAIN)]);
    const startedAt = '2026-01-05T01:10:00+01:00';

    const entry = await recordOnce(ledger, CLOCK, MODEL, { ...skipping, execution: { ...execution, startedAt } });

    expect(entry.sequence).toBe(2);
  });

  test('that the ledger refuses is refused', async () => {
    await expect(recordOnce(inMemoryLedger(), CLOCK, MODEL, skipping)).rejects.toThrow(NotBootstrapped);
  });
});
