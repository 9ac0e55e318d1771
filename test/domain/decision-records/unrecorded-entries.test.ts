import { expect, test } from 'vitest';
import { unrecordedEntries } from '../../../lib/domain/decision-records/decision-kinds.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import {
  acquired,
  bootstrapped,
  eventOf,
  FIRST,
  ledgerOf,
  promoted,
  rolledBack,
  SECOND,
} from '../ledger/ledger-samples.ts';

const [born] = ledgerOf([bootstrapped()]);
/** Entries with these events; no rule of the ledger matters here. */
function entriesOf(...events: readonly LedgerEvent[]) {
  if (born === undefined) throw new Error('there should be an entry');
  return events.map((event, index) => ({ ...born, sequence: index + 1, event }));
}

const skipped = (code: string) => eventOf('skipped', { code });
const { modelVersion, modelSha256 } = SECOND;
const registered = eventOf('registered', { modelVersion, modelSha256, verdict: 'hold' });

test.each<[string, LedgerEvent, readonly string[]]>([
  ['a skip for its time', skipped('CoolingDown'), ['trigger']],
  ['a skip for its data', skipped('TooFewSamples'), ['data-gate']],
  ['a skip without an event', skipped('NoEvent'), ['trigger', 'data-gate']],
  ['a registration', registered, ['gate']],
  ['a promotion', promoted(), ['canary']],
  ['a rollback by the verdict', rolledBack('canary-verdict'), ['canary']],
  ['a rollback without evidence', rolledBack('no-evidence'), ['canary']],
])('%s has to have a record of its kind', (_, event, kinds) => {
  const entries = entriesOf(event);
  const fitting = ['trigger', 'data-gate', 'gate', 'canary'].filter(
    (decision) => unrecordedEntries([{ decision }], entries).length === 0,
  );

  expect(fitting).toEqual(kinds);
  expect(unrecordedEntries([], entries)).toEqual([1]);
});

test.each<[string, LedgerEvent]>([
  ['a skip for the lease', skipped('LeaseHeld')],
  ['a rollback by an alarm', rolledBack('alarm')],
  ['a rollback by newer code', rolledBack('superseded')],
  ['a rollback after a failure', rolledBack('failure')],
  ['a rollback by hand', rolledBack('manual')],
])('%s needs none', (_, event) => {
  expect(unrecordedEntries([], entriesOf(event))).toEqual([]);
});

test('a promotion without a canary rests on no look at one', () => {
  const lease = (plan: 'canary' | 'immediate') => acquired(SECOND, FIRST, { plan });

  expect(unrecordedEntries([], entriesOf(lease('immediate'), promoted()))).toEqual([]);
  expect(unrecordedEntries([], entriesOf(lease('canary'), promoted()))).toEqual([2]);
});

test('each of several entries is looked at on its own', () => {
  expect(unrecordedEntries([{ decision: 'gate' }], entriesOf(registered, promoted()))).toEqual([2]);
});
