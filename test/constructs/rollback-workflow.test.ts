import { describe, expect, test } from 'vitest';
import { machineOf } from './machine.ts';
import { explore } from './machine-explorer.ts';
import { edgesOf, reachable, statesOfType } from './machine-graph.ts';
import { stepSamples } from './step-samples.ts';
import { only, synthesized } from './synthesized.ts';

const machine = machineOf(synthesized().model, 'RollbackWorkflow');

const requests = {
  'by hand': {},
  'by hand, with a reason': { reason: 'complaints', actor: 'arn:aws:iam::111122223333:user/one' },
  'to a certain version': { modelVersion: '1.0.0', reason: 'known good' },
  'to a certain time': { at: '2026-01-31T02:00:00Z', reason: 'known good' },
  'by an alarm': {
    cause: 'alarm',
    actor: 'ratchet-bank-marketing-error-rate',
    reason: 'alarm ratchet-bank-marketing-error-rate',
    alarm: { name: 'ratchet-bank-marketing-error-rate', time: '2026-01-31T02:00:00Z', accusedVersion: null },
  },
};

test('is one task, because it has to work when nothing else does', () => {
  expect(statesOfType(machine, 'Task')).toEqual(['Roll back']);
});

describe.each(Object.entries(requests))('started %s', (_how, request) => {
  test('is understood, ends green when traffic is where it belongs and red when it failed', async () => {
    const { endings, faults } = await explore(machine, [request], stepSamples);

    expect(faults).toEqual([]);
    expect(endings.map(({ type, name, error = '' }) => `${type}: ${name} ${error}`.trim()).sort()).toEqual([
      'Fail: Not rolled back States.DataLimitExceeded',
      'Fail: Not rolled back States.Timeout',
      'Fail: Not rolled back TypeError',
      'Succeed: Nothing to roll back',
      'Succeed: Rolled back',
      'Succeed: Rolled back',
      'Succeed: Rolled back',
    ]);
  });
});

test('the output says what was restored', async () => {
  const { endings } = await explore(machine, [{}], stepSamples, []);

  expect(endings.find(({ name }) => name === 'Rolled back')?.output).toEqual(stepSamples['roll-back']?.outputs[0]);
});

test.each([
  ['an alarm without its name', { cause: 'alarm' }],
  ['a version and a time', { modelVersion: '1.0.0', at: '2026-01-31T02:00:00Z' }],
  ['an unknown field', { version: '1.0.0' }],
])('%s fails by the name InvalidInput', async (_what, request) => {
  const { endings } = await explore(machine, [request], stepSamples, []);

  expect(only(endings)).toMatchObject({ name: 'Not rolled back', error: 'InvalidInput' });
});

test('a failure never ends green', () => {
  for (const { to } of edgesOf(machine).filter(({ caught }) => caught)) {
    expect([...reachable(machine, [to])]).toEqual(['Not rolled back']);
  }
});
