import { describe, expect, test } from 'vitest';
import { type RollbackSources, rollbacksOf } from '../../../lib/cli/demo/rollback-record.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import type { LoggedEvent } from '../../../lib/local/event-log.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  FIRST,
  inTurn,
  ledgerOf,
  minute,
  promoted,
  RETRAIN,
  releasing,
  rolledBack,
  SECOND,
} from '../../domain/ledger/ledger-samples.ts';
import { aliasWritten, at, called, logged } from './demo-samples.ts';

const BACK = 'rollback-environment';
const OTHER = 'judge-environment';

const birth = [bootstrapped(), ...releasing(FIRST, BASELINE)];
// decided at minute 12: the canary of function version 3 began at minute 11
const onCanary = [...birth, ...canaryOf(SECOND, FIRST), rolledBack('alarm', { reason: 'ratchet-churn-error-rate' })];
const whole = promoted({ probationEnd: minute(20) });
const inProbation = [...birth, ...canaryOf(SECOND, FIRST), whole, rolledBack('manual', { reason: 'complaints' })];

function rollbacksAfter(events: readonly LedgerEvent[], sources: Partial<Omit<RollbackSources, 'entries'>> = {}) {
  return rollbacksOf({
    entries: ledgerOf(inTurn(events)),
    events: [],
    injuries: [],
    startOf: () => undefined,
    ...sources,
  });
}

/** A function reads the alias, writes the decision, and moves the alias at minute 13. */
const restoring: readonly LoggedEvent[] = [
  called(12, 'GetAlias', BACK),
  called(12, 'PutItem', BACK),
  aliasWritten(13, '2'),
  called(13, 'UpdateAlias', BACK),
];
const [reading, writing, moving, moved] = restoring as [LoggedEvent, LoggedEvent, LoggedEvent, LoggedEvent];
const callsOf = (...events: readonly LoggedEvent[]) => rollbacksAfter(onCanary, { events })[0]?.awsCallsToRestore;

describe('who lost traffic to whom', () => {
  test('of a canary is the challenger, to the champion', () => {
    expect(rollbacksAfter(onCanary)).toMatchObject([
      { from: '1.1.0', to: '1.0.0', cause: 'alarm', reason: 'ratchet-churn-error-rate' },
    ]);
  });

  test('in probation is the champion, to the one before it', () => {
    expect(rollbacksAfter(inProbation)).toMatchObject([
      { from: '1.1.0', to: '1.0.0', cause: 'manual', reason: 'complaints' },
    ]);
  });

  test('of several rollbacks is told one after the other', () => {
    expect(rollbacksAfter([...inProbation, rolledBack('manual')])).toMatchObject([
      { from: '1.1.0', to: '1.0.0' },
      { from: '1.0.0', to: '0.0.0' },
    ]);
  });

  test('is nobody where nothing was rolled back', () => {
    expect(rollbacksAfter([...birth, ...canaryOf(SECOND, FIRST), whole])).toEqual([]);
    expect(rollbacksAfter([])).toEqual([]);
  });
});

describe('the time until all traffic is back', () => {
  const secondsOf = (sources: Parameters<typeof rollbacksAfter>[1]) =>
    rollbacksAfter(onCanary, { events: restoring, ...sources })[0]?.virtualSecondsToRestore;

  test('counts from the first request that felt it', () => {
    expect(secondsOf({ injuries: [{ functionVersion: '3', feltAt: at(10) }], startOf: () => at(11) })).toBe(180);
  });

  test('counts from the start of the execution where nobody felt anything, or something else', () => {
    const startOf = (execution: string) => (execution === RETRAIN ? at(11) : undefined);

    expect(secondsOf({ startOf })).toBe(120);
    expect(secondsOf({ injuries: [{ functionVersion: '2', feltAt: at(10) }], startOf })).toBe(120);
  });

  test('counts from the decision where no execution is known to have made it', () => {
    expect(secondsOf({})).toBe(60);
  });

  test('counts to the moment when the alias has no canary any more and names the champion', () => {
    const others = [aliasWritten(11, '2'), aliasWritten(12, '2', { '3': 0.1 }), aliasWritten(12.5, '4')];

    expect(secondsOf({ events: [...others, ...restoring] })).toBe(60);
  });

  test('is nothing where the alias had not to be moved', () => {
    expect(secondsOf({ events: [aliasWritten(11, '2')] })).toBe(0);
  });

  test('is never negative', () => {
    expect(secondsOf({ injuries: [{ functionVersion: '3', feltAt: at(14) }] })).toBe(0);
  });
});

describe('the AWS calls until all traffic is back', () => {
  test('are those from reading the alias to writing it', () => {
    expect(callsOf(...restoring)).toBe(3);
  });

  test('are not those of others meanwhile', () => {
    const other = called(12, 'GetAlias', OTHER);

    expect(callsOf(other, reading, other, writing, called(12, 'UpdateAlias', OTHER), moving, moved, other)).toBe(3);
  });

  test('are not those that the same caller made before it read the alias, nor after it wrote it', () => {
    const earlier = [called(3, 'GetAlias', BACK), called(3, 'UpdateAlias', BACK), called(12, 'GetItem', BACK)];
    const later = [called(14, 'PutMetricData', BACK), called(20, 'GetAlias', BACK), called(20, 'UpdateAlias', BACK)];

    expect(callsOf(...earlier, ...restoring, ...later)).toBe(3);
  });

  test('count from the last reading on where the alias was read again', () => {
    expect(callsOf(reading, writing, called(12, 'GetAlias', BACK), moving, moved)).toBe(2);
  });

  test('are calls, not what else the log tells of an operation', () => {
    const denied = logged(12, 'endpoints', 'unknown-service', { operation: 'GetAlias', caller: BACK });

    expect(callsOf(reading, writing, denied, moving, moved)).toBe(3);
  });

  test('are none where the alias had not to be moved', () => {
    const earlier = [called(3, 'GetAlias', BACK), aliasWritten(3, '2'), called(3, 'UpdateAlias', BACK)];

    expect(callsOf(...earlier)).toBe(0);
  });
});
