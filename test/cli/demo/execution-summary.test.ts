import { describe, expect, test } from 'vitest';
import { executionsOf } from '../../../lib/cli/demo/execution-summary.ts';
import type { LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import type { ExecutionDescription } from '../../../lib/local/states/status-change.ts';
import {
  acquired,
  BASELINE,
  bootstrapped,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  promoted,
  proven,
  RETRAIN,
  releasing,
  rolledBack,
  SECOND,
  shifted,
} from '../../domain/ledger/ledger-samples.ts';
import { at } from './demo-samples.ts';

const ROLLBACK = 'arn:aws:states:eu-west-1:123456789012:execution:ratchet-churn-rollback:now';

function execution(details: Partial<ExecutionDescription> = {}): ExecutionDescription {
  return {
    executionArn: RETRAIN,
    stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:ratchet-churn-retrain',
    name: 'monday',
    status: 'SUCCEEDED',
    startDate: at(0),
    stopDate: at(30),
    input: '{"trigger":"schedule","schedule":"hourly"}',
    ...details,
  };
}

const rollback = execution({
  executionArn: ROLLBACK,
  stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:ratchet-churn-rollback',
  name: 'now',
  startDate: at(40),
  input: '{"reason":"complaints","actor":"demo"}',
});

const registered = (verdict: 'promote' | 'reject' | 'hold', reason = 'auc is 0.01 better') =>
  eventOf('registered', { modelVersion: FIRST.modelVersion, modelSha256: FIRST.modelSha256, verdict, reason });

function summaryOf(events: readonly LedgerEvent[], ...executions: readonly ExecutionDescription[]) {
  return executionsOf(executions, ledgerOf(inTurn([bootstrapped(), ...events])));
}

const born = { modelVersion: null, functionVersion: null };
const released = { modelVersion: '1.0.0', functionVersion: '2' };

describe('a retrain came to', () => {
  test.each([
    [
      'a promotion',
      [registered('promote'), ...canaryOf(FIRST, BASELINE), promoted()],
      { decision: 'promoted', ...released },
    ],
    [
      'a rollback on canary',
      [...canaryOf(FIRST, BASELINE), rolledBack('alarm')],
      { decision: 'rolled-back', reason: 'it was time' },
    ],
    ['a canary that goes on', canaryOf(FIRST, BASELINE), { decision: 'shifted', ...released }],
    [
      'a model that is no better',
      [registered('reject', 'auc is below 0.65')],
      { decision: 'registered as reject', reason: 'auc is below 0.65', modelVersion: '1.0.0', functionVersion: null },
    ],
    ['a model that is held', [registered('hold')], { decision: 'registered as hold' }],
    [
      'too few rows',
      [eventOf('skipped', { code: 'too-few-new', reason: '3 new rows' })],
      { decision: 'skipped', reason: '3 new rows', ...born },
    ],
    [
      'a failure before any traffic',
      [...proven(FIRST, BASELINE), eventOf('failed', { error: 'SmokeTestFailed' })],
      { decision: 'failed', ...released },
    ],
    [
      'an immediate release',
      [...proven(FIRST, BASELINE, { plan: 'immediate' }), promoted()],
      { decision: 'promoted', ...released },
    ],
    [
      'a forced release',
      [...canaryOf(FIRST, BASELINE, { grounds: { kind: 'forced', reason: 'the demo needs it' } }), promoted()],
      { decision: 'promoted', ...released },
    ],
    [
      'a release that was not published yet',
      [acquired(FIRST, BASELINE)],
      { decision: 'lease-acquired', modelVersion: '1.0.0', functionVersion: null },
    ],
  ] as const)('%s', (_what, events, expected) => {
    expect(summaryOf(events, execution())).toMatchObject([{ name: 'monday', machine: 'retrain', ...expected }]);
  });

  test('nothing where it decided nothing, for the cause that Step Functions knows', () => {
    expect(summaryOf([], execution({ status: 'FAILED', cause: 'no such bucket' }))).toEqual([
      {
        name: 'monday',
        machine: 'retrain',
        trigger: 'schedule',
        status: 'FAILED',
        decision: 'nothing to decide',
        reason: 'no such bucket',
        ...born,
      },
    ]);
    expect(summaryOf([], execution())[0]?.reason).toBe('');
  });
});

describe('a rollback came to', () => {
  test('the champion that it went back to, and not to what others released before', () => {
    const back = rolledBack('manual', { execution: ROLLBACK, reason: 'complaints' });

    const [retrain, second] = summaryOf(
      [...releasing(FIRST, BASELINE), ...releasing(SECOND, FIRST), back],
      execution(),
      rollback,
    );

    expect(retrain).toMatchObject({ decision: 'promoted', modelVersion: '1.1.0', functionVersion: '3' });
    expect(second).toMatchObject({
      name: 'now',
      machine: 'rollback',
      trigger: 'manual',
      decision: 'rolled-back',
      reason: 'complaints',
      ...released,
    });
  });

  test('the decision that ended the canary of another execution, which then stood down', () => {
    const back = rolledBack('alarm', { execution: ROLLBACK });
    const events = [...canaryOf(FIRST, BASELINE), shifted(0.5), back, eventOf('stood-down', {})];

    expect(summaryOf(events, execution({ status: 'FAILED' }), rollback)).toMatchObject([
      { decision: 'stood-down', status: 'FAILED', ...released },
      { decision: 'rolled-back', modelVersion: '0.0.0', functionVersion: '1' },
    ]);
  });
});

test.each([
  ['{"trigger":"schedule"}', 'schedule'],
  ['{"trigger":"drift","cause":"alarm"}', 'drift'],
  ['{"cause":"alarm","alarm":{}}', 'alarm'],
  ['{"reason":"complaints"}', 'manual'],
  ['{}', 'manual'],
])('the input %s means the trigger %s', (input, trigger) => {
  expect(summaryOf([], execution({ input }))[0]?.trigger).toBe(trigger);
});

test('executions are told by their start, and by their ARN where several start at once', () => {
  const names = ['c', 'a', 'b'].map((name) => execution({ name, executionArn: `arn:${name}`, startDate: at(5) }));
  const early = execution({ name: 'z', executionArn: 'arn:z', startDate: at(4) });

  expect(summaryOf([], ...names, early).map(({ name }) => name)).toEqual(['z', 'a', 'b', 'c']);
});
