import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { ownChallenger, standDown } from '../../../lib/domain/protocol/stand-down.ts';
import { filledLedger, headOf } from '../../in-memory/filled-ledger.ts';
import { inMemoryLedger } from '../../in-memory/in-memory-ledger.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  LATER_RETRAIN,
  MODEL,
  minute,
  promoted,
  RETRAIN,
  rolledBack,
  SECOND,
} from '../ledger/ledger-samples.ts';

const execution = { arn: RETRAIN, name: 'monday', startedAt: '2026-01-05T00:00:00.000Z' };
const byAnn = { actor: { kind: 'cli', id: 'ann' }, reason: 'it looks wrong', execution: null } as const;

async function reasonAfter(...events: readonly LedgerEvent[]) {
  const ledger = await filledLedger(inTurn([bootstrapped(), ...events]));
  return standDown(ledger, MODEL, execution);
}

describe('an execution whose release is gone', () => {
  test('is told who rolled it back, and why', async () => {
    expect(await reasonAfter(...canaryOf(FIRST, BASELINE), rolledBack('manual', byAnn))).toEqual({
      decision: 'stand-down',
      code: 'RolledBack',
      reason: 'rolled back by cli ann: it looks wrong',
    });
  });

  test('is told who took its promotion back', async () => {
    const answer = await reasonAfter(...canaryOf(FIRST, BASELINE), promoted(), rolledBack('manual', byAnn));

    expect(answer).toMatchObject({ code: 'RolledBack', reason: 'rolled back by cli ann: it looks wrong' });
  });

  test('is not told about the rollback of a later release', async () => {
    const answer = await reasonAfter(
      ...canaryOf(FIRST, BASELINE),
      promoted({ probationEnd: minute(1) }),
      acquired(SECOND, FIRST, { execution: LATER_RETRAIN }),
      eventOf('published', { release: SECOND, execution: LATER_RETRAIN }),
      rolledBack('manual', byAnn),
    );

    expect(answer).toEqual({
      decision: 'stand-down',
      code: 'StoodDown',
      reason: "entry 'promoted' ended this release: it was time",
    });
  });

  test('is told of the failure that ended it', async () => {
    const failed = eventOf('failed', { error: 'Abandoned', reason: 'it is ABORTED' });

    expect(await reasonAfter(acquired(FIRST, BASELINE), failed)).toMatchObject({
      code: 'StoodDown',
      reason: "entry 'failed' ended this release: it is ABORTED",
    });
  });

  test('is told what ended it first, whatever came afterwards', async () => {
    const answer = await reasonAfter(
      ...canaryOf(FIRST, BASELINE),
      rolledBack('manual', byAnn),
      eventOf('paused', { execution: null }),
    );

    expect(answer).toMatchObject({ code: 'RolledBack' });
  });

  test('is told of its newest release when it had two', async () => {
    const answer = await reasonAfter(
      ...canaryOf(FIRST, BASELINE),
      rolledBack('manual', byAnn),
      acquired(FIRST, BASELINE),
      eventOf('failed', { error: 'States.Timeout', reason: 'too slow' }),
    );

    expect(answer.reason).toBe("entry 'failed' ended this release: too slow");
  });

  test('learns no more than that when its release is further back than it looks', async () => {
    const idle = (count: number) =>
      Array.from({ length: count }, (_, index) => eventOf(index % 2 ? 'resumed' : 'paused', { execution: null }));
    const gone = [...canaryOf(FIRST, BASELINE), rolledBack('manual', byAnn)];

    expect(await reasonAfter(...gone, ...idle(98))).toMatchObject({ code: 'RolledBack' });
    expect(await reasonAfter(...gone, ...idle(99))).toMatchObject({ code: 'StoodDown' });
  });

  test('has a reason that fits into an answer, however long the entry’s was', async () => {
    const { reason } = await reasonAfter(
      ...canaryOf(FIRST, BASELINE),
      rolledBack('manual', { ...byAnn, reason: 'x'.repeat(1000) }),
    );

    expect(reason).toHaveLength(1000);
  });
});

test('an execution that never had a release is told so', async () => {
  const none = { decision: 'stand-down', code: 'StoodDown', reason: 'this execution has no release' };

  expect(await reasonAfter(acquired(FIRST, BASELINE, { execution: LATER_RETRAIN }))).toEqual(none);
  expect(await standDown(inMemoryLedger(), MODEL, execution)).toEqual(none);
});

describe('the challenger of an execution', () => {
  const head = async () => headOf(await filledLedger(inTurn([bootstrapped(), ...canaryOf(FIRST, BASELINE)])));

  test('is its own', async () => {
    expect(ownChallenger(await head(), execution, '2')).toMatchObject({ modelVersion: '1.0.0' });
  });

  test.each([
    ['another execution asks', { ...execution, arn: LATER_RETRAIN }, '2'],
    ['it is another function version', execution, '3'],
  ])('is none when %s', async (_, asking, functionVersion) => {
    expect(ownChallenger(await head(), asking, functionVersion)).toBeNull();
  });

  test('is none when there is no ledger', () => {
    expect(ownChallenger(null, execution, '2')).toBeNull();
  });
});
