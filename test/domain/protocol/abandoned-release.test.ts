import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import type { Lease } from '../../../lib/domain/ledger/ledger-state.ts';
import { decideAbandonment, isAbandoned } from '../../../lib/domain/protocol/abandoned-release.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  minute,
  RETRAIN,
  SECOND,
} from '../ledger/ledger-samples.ts';

const RECONCILER = { kind: 'reconciler', id: 'reconciler' } as const;

function headAfter(...events: readonly LedgerEvent[]): LedgerEntry {
  const head = ledgerOf(inTurn([bootstrapped(), ...events])).at(-1);
  if (head === undefined) throw new Error('there should be an entry');
  return head;
}

function leaseOf({ state }: LedgerEntry): Lease {
  if (state.lease === null) throw new Error('there should be a lease');
  return state.lease;
}

const decide = (head: LedgerEntry | null, lease: Lease) =>
  decideAbandonment(lease, 'ABORTED', RECONCILER)(head, minute(60));

test.each([
  ['RUNNING', false],
  ['PENDING_REDRIVE', false],
  ['SUCCEEDED', true],
  ['FAILED', true],
  ['TIMED_OUT', true],
  ['ABORTED', true],
  ['MISSING', true],
] as const)('an execution that is %s has left its release behind: %s', (status, expected) => {
  expect(isAbandoned(status)).toBe(expected);
});

describe('a release that was left behind', () => {
  test('with traffic is rolled back on behalf of its execution, with evidence', () => {
    const head = headAfter(...canaryOf(FIRST, BASELINE));

    expect(decide(head, leaseOf(head))).toMatchObject({
      type: 'rolled-back',
      cause: 'abandoned',
      target: null,
      actor: RECONCILER,
      execution: RETRAIN,
      reason: 'the execution of 1.0.0 is ABORTED and left its release behind',
      evidence: [{ metric: 'execution running', value: 0, threshold: 1 }],
    });
  });

  test('without traffic fails', () => {
    const head = headAfter(acquired(FIRST, BASELINE));

    expect(decide(head, leaseOf(head))).toMatchObject({ type: 'failed', error: 'Abandoned', execution: RETRAIN });
  });
});

describe('nothing is ended', () => {
  const former = leaseOf(headAfter(acquired(FIRST, BASELINE)));

  test.each([
    ['where nobody has the lease any more', headAfter()],
    ['of another execution', headAfter(acquired(SECOND, BASELINE, { execution: `${RETRAIN}-2` }))],
    [
      'of the same execution that has taken the lease anew, as after a redrive',
      headAfter(acquired(FIRST, BASELINE), eventOf('failed', { error: 'Abandoned' }), acquired(FIRST, BASELINE)),
    ],
    ['where there is no ledger', null],
  ])('%s', (_, head) => {
    expect(decide(head, former)).toBeNull();
  });
});
