import { describe, expect, test } from 'vitest';
import { NotLeaseHolder, UnknownFunctionVersion } from '../../lib/domain/ledger/ledger-errors.ts';
import { SmokeTestFailed } from '../../lib/domain/protocol/protocol-errors.ts';
import { FUNCTION } from '../in-memory/in-memory-release.ts';
import { bootstrapped, inCanary, ownRollback, publishing } from '../in-memory/release-flow.ts';

describe('a challenger that answers as itself', () => {
  test('passes with the reply of its function version', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);

    expect(await release.steps.smokeTest(ongoing)).toEqual({
      ok: true,
      version: '1.0.0',
      auc: null,
      n_train: 0,
      load_time: 0.1,
    });
  });

  test('has it noted in the head, with what it answered', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);

    await release.steps.smokeTest(ongoing);

    const { event, state } = await release.head();
    expect(event).toMatchObject({
      type: 'servability-checked',
      check: 'smoke-test',
      functionVersion: '2',
      servable: true,
      execution: ongoing.execution.arn,
      actor: { kind: 'execution', id: ongoing.execution.arn },
      evidence: [{ metric: 'servable', value: 1, threshold: 1, n: 1, interval: null }],
    });
    expect(state.challenger?.servability).toMatchObject({ servable: true, detail: 'answered as 1.0.0' });
  });

  test('passes after it was woken up', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.lambda.deactivate(FUNCTION, '2');

    expect(await release.steps.smokeTest(ongoing)).toMatchObject({ ok: true });
  });

  test('may be asked again by a second attempt', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.afterCall('ledger.append', () => Promise.reject(new Error('the Lambda timed out')));
    await expect(release.steps.smokeTest(ongoing)).rejects.toThrow('timed out');

    expect(await release.steps.smokeTest(ongoing)).toMatchObject({ ok: true });
  });
});

describe('a challenger that does not', () => {
  test.each([
    [
      'serves another model',
      { ok: true, version: '0.0.0', auc: null, n_train: 0, load_time: 0 },
      'it serves 0.0.0, not 1.0.0',
    ],
    ['crashes', new RangeError('no memory'), 'it crashed: RangeError: no memory'],
    ['cannot load its model', { ok: false, error: 'the hash differs' }, 'the hash differs'],
  ] as const)('because it %s fails by name, after its answer was noted', async (_, answer, detail) => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.answers.set('2', answer);

    const testing = release.steps.smokeTest(ongoing);

    await expect(testing).rejects.toThrow(SmokeTestFailed);
    await expect(testing).rejects.toThrow(`function version 2 should answer as 1.0.0, got: ${detail}`);
    expect((await release.head()).state.challenger?.servability).toMatchObject({ servable: false, detail });
  });

  test('gets no traffic', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.answers.set('2', { ok: false, error: 'no' });
    await release.steps.smokeTest(ongoing).catch(() => undefined);
    await release.steps.drill(ongoing);

    await expect(release.steps.shift({ ...ongoing, fromWeight: 0 })).rejects.toThrow(/passed its smoke test/);
    expect(release.traffic()).toBe('1');
  });
});

describe('an execution without the lease', () => {
  test('tests nothing', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    await release.rivals.rollBack(ownRollback(ongoing));

    await expect(release.steps.smokeTest(ongoing)).rejects.toThrow(NotLeaseHolder);
    await expect(release.steps.smokeTest(ongoing)).rejects.toThrow('which nobody holds');
    expect(release.calls).not.toContain('functions.invoke');
  });

  test('is told who has it', async () => {
    const release = await bootstrapped();
    const { execution, functionVersion } = await publishing(release);
    const other = release.execution('tuesday');

    await expect(release.steps.smokeTest({ execution: other, functionVersion })).rejects.toThrow(execution.arn);
  });

  test('that loses it while it asks notes nothing', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);
    release.afterCall('functions.invoke', () => release.rivals.rollBack(ownRollback(ongoing)));

    await expect(release.steps.smokeTest(ongoing)).rejects.toThrow(NotLeaseHolder);
    expect((await release.head()).event.type).toBe('failed');
  });
});

test('only the challenger is smoke-tested', async () => {
  const release = await bootstrapped();
  const { execution } = await publishing(release);

  await expect(release.steps.smokeTest({ execution, functionVersion: '1' })).rejects.toThrow(UnknownFunctionVersion);
});
