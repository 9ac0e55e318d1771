import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { type LedgerState, unbornState } from '../../../lib/domain/ledger/ledger-state.ts';
import { type Notice, noticeOf, noticeSchema } from '../../../lib/domain/ledger/notice.ts';
import { histories } from './ledger-histories.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  checked,
  eventOf,
  FIRST,
  promoted,
  proven,
  published,
  releasing,
  rolledBack,
  SECOND,
  shifted,
  stateAfter,
} from './ledger-samples.ts';

const idle = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE));
const ready = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...proven(SECOND, FIRST));
const canary = stateAfter(bootstrapped(), ...releasing(FIRST, BASELINE), ...canaryOf(SECOND, FIRST));
const registered = { modelVersion: '1.1.0', modelSha256: SECOND.modelSha256 };

describe('people are told', () => {
  test.each<[LedgerEvent, LedgerState, Notice['detailType'], Notice['severity'], string]>([
    [bootstrapped(), unbornState, 'Model Born', 'info', 'serving starts with 0.0.0'],
    [
      eventOf('adopted', { release: FIRST }),
      idle,
      'Model Adopted',
      'warning',
      'serving goes on with the adopted 1.0.0',
    ],
    [
      eventOf('registered', { ...registered, verdict: 'hold' }),
      idle,
      'Retrain Completed',
      'info',
      'candidate 1.1.0: hold',
    ],
    [acquired(SECOND, FIRST), idle, 'Release Started', 'info', 'model release of 1.1.0 started'],
    [shifted(0.01), ready, 'Deployed To Canary', 'info', '1.1.0 starts with 1 % of the traffic'],
    [shifted(0.125), canary, 'Canary Stepped Up', 'info', '1.1.0 now has 12.5 % of the traffic'],
    [promoted(), canary, 'Promoted', 'info', '1.1.0 is the champion'],
    [rolledBack('alarm'), canary, 'Rolled Back', 'critical', '1.1.0 rolled back: alarm'],
    [rolledBack('manual'), idle, 'Rolled Back', 'critical', '1.0.0 rolled back: manual'],
    [
      eventOf('rollback-watched', { healthy: true }),
      idle,
      'Rollback Watched',
      'info',
      '1.0.0 holds since the rollback',
    ],
    [
      eventOf('rollback-watched', { healthy: false }),
      idle,
      'Restored Champion Failing',
      'critical',
      '1.0.0 fails after the rollback too',
    ],
    [eventOf('skipped', { code: 'Held: probation' }), idle, 'Retrain Skipped', 'info', 'skipped: Held: probation'],
    [eventOf('failed', { error: 'Defect' }), idle, 'Execution Failed', 'critical', 'failed: Defect'],
    [eventOf('stood-down', {}), canary, 'Stood Down', 'warning', 'an execution stood down for a newer decision'],
    [eventOf('paused', {}), idle, 'Schedules Paused', 'warning', 'schedules paused'],
    [eventOf('resumed', {}), idle, 'Schedules Resumed', 'info', 'schedules resumed'],
    [
      eventOf('reconciled', { found: '9' }),
      idle,
      'Alias Reconciled',
      'warning',
      'the alias was put back to what the ledger says',
    ],
    [
      checked('warm-up', BASELINE, { servable: false }),
      idle,
      'Rollback Target Unservable',
      'critical',
      'function version 1 cannot serve',
    ],
    [
      checked('drill', FIRST, { servable: false }),
      ready,
      'Rollback Target Unservable',
      'critical',
      'function version 2 cannot serve',
    ],
  ])('as $2: $4', (event, before, detailType, severity, subject) => {
    expect(noticeOf(event, before)).toEqual({ detailType, severity, subject });
  });

  test('that the champion was rolled back when the challenger had no traffic yet', () => {
    expect(noticeOf(rolledBack('manual'), ready)?.subject).toBe('1.0.0 rolled back: manual');
  });
});

describe('nobody is told', () => {
  test.each([
    ['of a version that was published', published(SECOND)],
    ['of a rollback target that serves', checked('warm-up', BASELINE)],
    ['of a failed smoke test, which its execution will tell', checked('smoke-test', SECOND, { servable: false })],
    ['of old versions that were deleted', eventOf('pruned', { functionVersions: ['9'] })],
  ])('%s', (_, event) => {
    expect(noticeOf(event, ready)).toBeNull();
  });
});

test('a subject is one line that a message can have', () => {
  const acceptedOf = (length: number) =>
    noticeSchema.safeParse({ detailType: 'Promoted', severity: 'info', subject: 'x'.repeat(length) }).success;

  expect([1, 100, 0, 101].map(acceptedOf)).toEqual([true, true, false, false]);
});

test('any notice fits into the subject of a message', () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const notices = steps
        .filter(({ refusal }) => refusal === null)
        .map(({ event, before }) => noticeOf(event, before));
      for (const notice of notices) expect(noticeSchema.nullable().safeParse(notice).success).toBe(true);
    }),
  );
});

test('the longest names fit too', () => {
  const modelVersion = `1.0.${'9'.repeat(28)}`;
  const longest = { ...FIRST, modelVersion, functionVersion: '9'.repeat(19) };
  const before: LedgerState = {
    ...canary,
    champion: longest,
    challenger: longest,
    lease: canary.lease && { ...canary.lease, modelVersion },
  };
  const events = [
    bootstrapped(longest),
    eventOf('adopted', { release: longest }),
    eventOf('registered', { ...registered, modelVersion, verdict: 'a-b-test' }),
    acquired(longest, FIRST, { mode: 'version' }),
    shifted(0.12345),
    promoted(),
    rolledBack('probation-verdict'),
    eventOf('rollback-watched', { healthy: false }),
    checked('warm-up', longest, { servable: false }),
    eventOf('skipped', { code: 'x'.repeat(80) }),
    eventOf('failed', { error: 'x'.repeat(80) }),
  ];

  for (const event of events) expect(noticeSchema.safeParse(noticeOf(event, before)).success).toBe(true);
});
