import { expect, test } from 'vitest';
import { ledgerEventSchema } from '../../lib/domain/ledger-event.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  EVIDENCE,
  eventOf,
  FIRST,
  promoted,
  rolledBack,
  shifted,
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
  ['without a reason', { ...shifted(0.1), reason: '' }],
  ['with a reason of more than a sentence', { ...shifted(0.1), reason: 'x'.repeat(1001) }],
  ['without a time zone', { ...shifted(0.1), at: '2026-01-05T00:00:00.000' }],
  ['by nobody', { ...shifted(0.1), actor: null }],
  ['that gives a canary nothing', shifted(0)],
  ['that gives a canary everything', shifted(1)],
  ['of an unnamed execution', { ...shifted(0.1), execution: '' }],
  ['with evidence that is no number', { ...promoted(), evidence: [{ ...EVIDENCE[0], value: Number.NaN }] }],
  ['with half an interval', { ...promoted(), evidence: [{ ...EVIDENCE[0], interval: [0.1] }] }],
  ['with more evidence than fits', { ...promoted(), evidence: Array.from({ length: 51 }, () => EVIDENCE[0]) }],
  ['that takes over from a running execution', { ...acquired(FIRST, BASELINE), formerStatus: 'RUNNING' }],
  ['that deletes nothing', eventOf('pruned', { functionVersions: [] })],
  ['that deletes what is not published', eventOf('pruned', { functionVersions: ['$LATEST'] })],
])('an event %s is refused', (_, event) => {
  expect(accepted(event)).toBe(false);
});
