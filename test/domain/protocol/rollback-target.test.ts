import { describe, expect, test } from 'vitest';
import { NoStableVersion } from '../../../lib/domain/ledger/ledger-errors.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { findRollbackTarget } from '../../../lib/domain/protocol/rollback-target.ts';
import { filledLedger } from '../../in-memory/filled-ledger.ts';
import {
  BASELINE,
  bootstrapped,
  checked,
  eventOf,
  FIRST,
  inTurn,
  MODEL,
  minute,
  releaseOf,
  releasing,
  rolledBack,
  SECOND,
  THIRD,
} from '../ledger/ledger-samples.ts';

const FOURTH = releaseOf('5', '1.3.0');
const history = [
  bootstrapped(),
  ...releasing(FIRST, BASELINE),
  ...releasing(SECOND, FIRST),
  ...releasing(THIRD, SECOND),
  ...releasing(FOURTH, THIRD),
];
const pruned = (...functionVersions: string[]) => eventOf('pruned', { functionVersions, execution: null });

async function targetOf(request: { modelVersion?: string; at?: string }, ...more: readonly LedgerEvent[]) {
  const ledger = await filledLedger(inTurn([...history, ...more]));
  return findRollbackTarget(ledger, MODEL, { modelVersion: request.modelVersion ?? null, at: request.at ?? null });
}

describe('the target of a rollback', () => {
  test('is none where none is named, which costs no call', async () => {
    const ledger = await filledLedger([]);
    const unread = { ...ledger, readFrom: () => Promise.reject(new Error('nobody should read')) };

    expect(await findRollbackTarget(unread, MODEL, { modelVersion: null, at: null })).toBeNull();
  });

  test.each(['0.0.0', '1.0.0', '1.2.0', '1.3.0'])('is the champion of the model version %s', async (modelVersion) => {
    expect(await targetOf({ modelVersion })).toMatchObject({ modelVersion });
  });

  test('is what the newest entry says about that version', async () => {
    const noted = checked('warm-up', FOURTH, { servable: false, detail: 'gone', execution: null });

    expect((await targetOf({ modelVersion: '1.3.0' }, noted))?.servability).toMatchObject({ servable: false });
  });

  test('is the function version that a model version had last', async () => {
    const again = releaseOf('6', '1.0.0');

    expect(await targetOf({ modelVersion: '1.0.0' }, ...releasing(again, FOURTH))).toMatchObject({
      functionVersion: '6',
    });
  });

  test('is none of a model that was never champion (S1-27, S3-18)', async () => {
    await expect(targetOf({ modelVersion: '2.0.0' })).rejects.toThrow(NoStableVersion);
    await expect(targetOf({ modelVersion: '2.0.0' })).rejects.toThrow(/^Backup not found: 2\.0\.0 has never been/);
  });

  test.each([
    ['of a moment before a promotion', { at: '2026-01-05T00:05:59.999Z' }, '0.0.0'],
    ['of the very moment of a promotion', { at: minute(6) }, '1.0.0'],
    ['of now', { at: '2030-01-01T00:00:00Z' }, '1.3.0'],
    ['of a time in another zone', { at: '2026-01-05T02:00:30+02:00' }, '0.0.0'],
  ])('is the champion %s (S3-18)', async (_, request, modelVersion) => {
    expect(await targetOf(request)).toMatchObject({ modelVersion });
  });
});

describe('a function version that was deleted', () => {
  test.each([
    ['by its model version', { modelVersion: '0.0.0' }],
    ['by the time at which it was champion', { at: '2026-01-05T00:00:30Z' }],
  ])('is not found %s', async (_, request) => {
    expect(await targetOf(request, pruned('9'))).toMatchObject({ functionVersion: '1' });
    await expect(targetOf(request, pruned('9', '1'))).rejects.toThrow(NoStableVersion);
  });

  test('does not hide the later one of the same model', async () => {
    const again = releaseOf('6', '0.0.0');

    expect(await targetOf({ modelVersion: '0.0.0' }, pruned('1'), ...releasing(again, FOURTH))).toMatchObject({
      functionVersion: '6',
    });
  });
});

test('a time before the first entry has no champion, and the message keeps its old wording (S3-18)', async () => {
  await expect(targetOf({ at: '2026-01-04T00:00:00Z' })).rejects.toThrow(
    `Backup not found: ${MODEL} had no champion at 2026-01-04T00:00:00Z, or its function version is gone`,
  );
});

test('a champion is found behind more entries than one page has', async () => {
  const idle = Array.from({ length: 1001 }, (_, index) =>
    eventOf(index % 2 ? 'resumed' : 'paused', { execution: null }),
  );
  const ledger = await filledLedger(
    inTurn([...history.slice(0, 7), ...idle, rolledBack('manual', { execution: null })]),
  );

  expect(await findRollbackTarget(ledger, MODEL, { modelVersion: '1.0.0', at: null })).toMatchObject({
    functionVersion: '2',
  });
});
