import { describe, expect, test } from 'vitest';
import { givingExecution, judgedSince, toldExecution } from '../../../lib/domain/ledger/judged-champion.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  EVIDENCE,
  eventOf,
  FIRST,
  inTurn,
  LATER_RETRAIN,
  ledgerOf,
  promoted,
  RETRAIN,
  rolledBack,
} from './ledger-samples.ts';

const release = [bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted()];
const unattended = { actor: { kind: 'reconciler', id: 'reconciler' }, execution: null } as const;
const watched = eventOf('rollback-watched', { ...unattended, healthy: false, evidence: EVIDENCE });

/** The ledger of a release and of what followed it, and its newest entry. */
function followedBy(...events: readonly LedgerEvent[]) {
  const ledger = ledgerOf(inTurn([...release, ...events]));
  const [newest, before] = ledger.toReversed();
  if (newest === undefined || before === undefined) throw new Error('there should be entries');
  return { ledger, newest, before };
}

describe('the execution whose champion is judged', () => {
  test('is the one that promoted it, when the reconciler takes it out of probation', () => {
    const { ledger, newest, before } = followedBy(rolledBack('probation-verdict', unattended));

    expect(judgedSince(ledger, newest)).toBe(before.event.at);
    expect(givingExecution(ledger, before.event.at)).toEqual({
      arn: RETRAIN,
      name: 'monday',
      startedAt: before.event.at,
    });
    expect(toldExecution(ledger, newest)).toBe(RETRAIN);
  });

  test('is the one that rolled back to it', () => {
    const { ledger, newest, before } = followedBy(rolledBack('manual', { execution: LATER_RETRAIN }), watched);

    expect(judgedSince(ledger, newest)).toBe(before.event.at);
    expect(toldExecution(ledger, newest)).toBe(LATER_RETRAIN);
  });

  test('is the one whose promotion the reconciler took back, when it restored the champion itself', () => {
    const { ledger, newest } = followedBy(rolledBack('probation-verdict', unattended), watched);

    expect(toldExecution(ledger, newest)).toBe(RETRAIN);
  });

  test('is named after the entry, where no execution gave the traffic', () => {
    const [born] = ledgerOf([bootstrapped()]);

    expect(givingExecution(born ? [born] : [], born?.event.at ?? '')).toEqual({
      arn: 'entry-1',
      name: 'entry-1',
      startedAt: born?.event.at,
    });
  });

  test('is none where nothing got traffic then', () => {
    expect(givingExecution(followedBy(byHand()).ledger, '2030-01-01T00:00:00.000Z')).toBeNull();
  });
});

test('an entry that judges no champion is told by its own execution, if it has one', () => {
  const { ledger, newest } = followedBy(byHand());
  const [born] = ledger;

  expect(judgedSince(ledger, newest)).toBeNull();
  expect(toldExecution(ledger, newest)).toBe(LATER_RETRAIN);
  expect(born && toldExecution(ledger, born)).toBeNull();
});

function byHand() {
  return rolledBack('manual', { execution: LATER_RETRAIN });
}
