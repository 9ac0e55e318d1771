import { expect, test } from 'vitest';
import { ledgerEventSchema } from '../../../lib/domain/ledger/ledger-event.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  EVIDENCE,
  eventOf,
  FIRST,
  promoted,
  rolledBack,
  shifted,
  UNSERVABLE,
} from './ledger-samples.ts';

function accepted(event: unknown): boolean {
  return ledgerEventSchema.safeParse(event).success;
}

test('every kind of event is accepted as it is', () => {
  const events = [
    bootstrapped(),
    eventOf('adopted', { release: BASELINE }),
    eventOf('registered', { modelVersion: '1.0.0', modelSha256: FIRST.modelSha256, verdict: 'a-b-test' }),
    ...canaryOf(FIRST, BASELINE),
    promoted(),
    rolledBack('manual', { target: BASELINE }),
    eventOf('rollback-watched', { healthy: true }),
    eventOf('skipped', { code: 'Held: probation' }),
    eventOf('failed', { error: 'States.Timeout' }),
    eventOf('stood-down', {}),
    eventOf('paused', {}),
    eventOf('resumed', {}),
    eventOf('reconciled', { found: '' }),
    eventOf('pruned', { functionVersions: ['4'] }),
  ];

  expect(new Set(events.map(({ type }) => type)).size).toBe(ledgerEventSchema.options.length);
  for (const event of events) expect(ledgerEventSchema.parse(event)).toEqual(event);
});

test.each<[string, object]>([
  ['of no known type', { ...shifted(0.1), type: 'teleported' }],
  ['with a field that nobody reads', { ...shifted(0.1), colour: 'red' }],
  ['without a time zone', { ...shifted(0.1), at: '2026-01-05T00:00:00.000' }],
  ['by nobody', { ...shifted(0.1), actor: null }],
  ['that gives a canary nothing', shifted(0)],
  ['that gives a canary everything', shifted(1)],
  ['with evidence from fewer than no rows', { ...promoted(), evidence: [{ ...EVIDENCE[0], n: -1 }] }],
  ['with evidence that is no number', { ...promoted(), evidence: [{ ...EVIDENCE[0], value: Number.NaN }] }],
  ['with half an interval', { ...promoted(), evidence: [{ ...EVIDENCE[0], interval: [0.1] }] }],
  ['with more evidence than fits', { ...promoted(), evidence: Array.from({ length: 51 }, () => EVIDENCE[0]) }],
  ['that takes over from a running execution', { ...acquired(FIRST, BASELINE), formerStatus: 'RUNNING' }],
  ['that deletes what is not published', eventOf('pruned', { functionVersions: ['$LATEST'] })],
])('an event %s is refused', (_, event) => {
  expect(accepted(event)).toBe(false);
});

const long = (length: number) => 'x'.repeat(length);

test.each<[string, number, number, (length: number) => object]>([
  ['a reason', 1, 1000, (length) => ({ ...shifted(0.1), reason: long(length) })],
  ['an execution', 1, 512, (length) => ({ ...shifted(0.1), execution: long(length) })],
  ['an actor', 1, 256, (length) => ({ ...shifted(0.1), actor: { kind: 'cli', id: long(length) } })],
  ['a metric', 1, 80, (length) => ({ ...promoted(), evidence: [{ ...EVIDENCE[0], metric: long(length) }] })],
  ['a skip', 1, 80, (length) => eventOf('skipped', { code: long(length) })],
  ['an error', 1, 80, (length) => eventOf('failed', { error: long(length) })],
  ['what was checked', 0, 500, (length) => checked('warm-up', FIRST, { detail: long(length) })],
  ['what was reconciled', 0, 500, (length) => eventOf('reconciled', { found: long(length) })],
  [
    'what was forced',
    1,
    500,
    (length) => acquired(FIRST, BASELINE, { grounds: { kind: 'forced', reason: long(length) } }),
  ],
  [
    'what an invocation said',
    0,
    500,
    (length) => bootstrapped({ ...FIRST, servability: { ...UNSERVABLE, detail: long(length) } }),
  ],
  ['a function', 1, 256, (length) => bootstrapped({ ...FIRST, functionArn: long(length) })],
  ['a role', 1, 256, (length) => bootstrapped({ ...FIRST, roleArn: long(length) })],
  ['a model key', 1, 1024, (length) => bootstrapped({ ...FIRST, modelKey: long(length) })],
  ['a package hash', 1, 64, (length) => bootstrapped({ ...FIRST, codeSha256: long(length) })],
  ['a deletion', 1, 100, (length) => eventOf('pruned', { functionVersions: Array.from({ length }, () => '7') })],
])('%s has a length of %i to %i', (_, shortest, longest, withLength) => {
  expect(accepted(withLength(shortest))).toBe(true);
  expect(accepted(withLength(longest))).toBe(true);
  expect(accepted(withLength(longest + 1))).toBe(false);
  if (shortest > 0) expect(accepted(withLength(shortest - 1))).toBe(false);
});
