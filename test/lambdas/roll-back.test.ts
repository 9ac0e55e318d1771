import { describe, expect, test } from 'vitest';
import { NoStableVersion } from '../../lib/domain/ledger/ledger-errors.ts';
import { AliasMissing } from '../../lib/domain/protocol/protocol-errors.ts';
import { rollBackOutputSchema } from '../../lib/domain/steps/roll-back.ts';
import { FUNCTION, type InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  ownRollback,
  publishing,
  requestedRollback,
  sequenceOf,
} from '../in-memory/release-flow.ts';

const FOUR_CALLS = ['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move'];

const byHand = async (release: InMemoryRelease, request: object = {}, name?: string) => {
  release.clock.advance(1);
  return rollBackOutputSchema.parse(await release.steps.rollBack(requestedRollback(release, request, name)));
};

describe('a rollback by hand', () => {
  test('ends a canary, in four calls', async () => {
    const release = await bootstrapped();
    await inCanary(release);

    expect(await byHand(release)).toMatchObject({ decision: 'rolled-back', restored_from: '0.0.0' });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect((await release.head()).event).toMatchObject({
      cause: 'manual',
      actor: { kind: 'console', id: 'console' },
      reason: 'no reason given (console)',
    });
  });

  test.each([
    ['in probation', inProbation],
    ['in peace', inPeace],
  ])('gives the traffic of a champion %s to its predecessor, in four calls (S1-28)', async (_, reach) => {
    const release = await bootstrapped();
    await reach(release);

    expect(await byHand(release, { actor: 'ann', reason: 'it looks wrong' })).toMatchObject({
      decision: 'rolled-back',
      reason: 'it looks wrong',
      success: true,
      restored_from: '0.0.0',
    });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect(release.traffic()).toBe('1');
    expect((await release.head()).event.actor).toEqual({ kind: 'cli', id: 'ann' });
  });

  test('needs nothing that the failing release can break', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.deployed.definition = null as never;
    release.answers.set('2', new Error('gone'));
    release.lambda.find(FUNCTION).versions.delete('2');

    expect(await byHand(release)).toMatchObject({ decision: 'rolled-back' });
    expect(release.traffic()).toBe('1');
  });

  test('while a release is prepared ends that too', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await publishing(release, { name: 'tuesday', modelVersion: '1.1.0' });

    expect(await byHand(release)).toMatchObject({ decision: 'rolled-back', restored_from: '0.0.0' });
    expect((await release.head()).state.lease).toBeNull();
  });

  test('twice goes back twice, when it is asked twice', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await inPeace(release, { name: 'tuesday', modelVersion: '1.1.0' });
    await byHand(release, {}, 'first');

    expect(await byHand(release, {}, 'second')).toMatchObject({ decision: 'rolled-back', restored_from: '0.0.0' });
  });

  test('is refused where there is no alias, before anything is recorded', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    await release.alias.delete(FUNCTION);
    const before = await sequenceOf(release);

    await expect(byHand(release)).rejects.toThrow(AliasMissing);
    expect(await sequenceOf(release)).toBe(before);
  });
});

describe('a rollback that was tried before', () => {
  test.each(['ledger.append', 'alias.move'])('and stopped at %s is finished, not repeated', async (call) => {
    const release = await bootstrapped();
    await inPeace(release);
    await inPeace(release, { name: 'tuesday', modelVersion: '1.1.0' });
    const input = requestedRollback(release);
    release.afterCall(call, () => Promise.reject(new Error('connection reset')));
    await expect(release.steps.rollBack(input)).rejects.toThrow('connection reset');

    expect(await release.steps.rollBack(input)).toMatchObject({ decision: 'already', restored_from: '1.0.0' });

    expect(release.traffic()).toBe('2');
  });

  test('does not end the release that began since', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    const input = requestedRollback(release);
    release.clock.advance(1);
    await release.steps.rollBack(input);
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });

    expect(await release.steps.rollBack(input)).toMatchObject({ decision: 'already' });
    expect(release.traffic()).toBe('1 with 0.1 for 3');
  });
});

describe('a rollback by hand that meets an automatic one', () => {
  const race = async (request: object = {}) => {
    const release = await bootstrapped();
    await inPeace(release);
    const ongoing = await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
    release.clock.advance(1);
    const input = requestedRollback(release, request);
    release.beforeCall('ledger.append', () => release.rivals.rollBack(ownRollback(ongoing)));
    return { release, answer: await release.steps.rollBack(input) };
  };

  test('wanted just that, and goes no further', async () => {
    const { release, answer } = await race();

    expect(answer).toMatchObject({ decision: 'already', restored_from: '1.0.0' });
    expect(answer.reason).toMatch(/^entry \d+ has rolled back since: the canary fails$/);
    expect(release.traffic()).toBe('2');
  });

  test('goes on where it names another version', async () => {
    const { release, answer } = await race({ modelVersion: '0.0.0' });

    expect(answer).toMatchObject({ decision: 'rolled-back', restored_from: '0.0.0' });
    expect(release.traffic()).toBe('1');
  });
});

describe('a rollback to a certain version', () => {
  const history = async () => {
    const release = await bootstrapped();
    const before = release.clock.now();
    release.clock.advance(1);
    await inPeace(release);
    const between = release.clock.now();
    await inPeace(release, { name: 'tuesday', modelVersion: '1.1.0' });
    return { release, before, between };
  };

  test('goes there by its model version', async () => {
    const { release } = await history();

    expect(await byHand(release, { modelVersion: '0.0.0' })).toMatchObject({ restored_from: '0.0.0' });
    expect(release.traffic()).toBe('1');
  });

  test('goes there by a time, in any zone', async () => {
    const { release, between } = await history();
    const elsewhere = new Date(Date.parse(between) + 7_200_000).toISOString().replace('Z', '+02:00');

    expect(await byHand(release, { at: elsewhere })).toMatchObject({ restored_from: '1.0.0' });
    expect(release.traffic()).toBe('2');
  });

  test('goes there from a canary as well', async () => {
    const { release } = await history();
    await inCanary(release, { name: 'wednesday', modelVersion: '1.2.0' });

    expect(await byHand(release, { modelVersion: '1.0.0' })).toMatchObject({ restored_from: '1.0.0' });
    expect((await release.head()).state).toMatchObject({ challenger: null, lease: null });
  });

  test.each([
    [
      'that never was champion',
      { modelVersion: '9.0.0' },
      /^Backup not found: 9\.0\.0 has never been champion of churn/,
    ],
    ['that is champion already', { modelVersion: '1.1.0' }, /is the champion already$/],
    [
      'of a time before the first',
      { at: '2020-01-01T00:00:00Z' },
      /^Backup not found: churn had no champion at 2020-01-01T00:00:00Z/,
    ],
  ])('%s is refused', async (_, request, message) => {
    const { release } = await history();

    await expect(byHand(release, request)).rejects.toThrow(NoStableVersion);
    await expect(byHand(release, request, 'again')).rejects.toThrow(message);
    expect(release.traffic()).toBe('3');
  });
});

describe('nowhere to go back to', () => {
  test('is an error with a name, and recorded once', async () => {
    const release = await bootstrapped();
    const input = requestedRollback(release, { actor: 'ann', reason: 'it looks wrong' });

    await expect(release.steps.rollBack(input)).rejects.toThrow(NoStableVersion);
    await expect(release.steps.rollBack(input)).rejects.toThrow(NoStableVersion);

    const { sequence, event, notice } = await release.head();
    expect(sequence).toBe(2);
    expect(event).toMatchObject({
      type: 'failed',
      error: 'NoStableVersion',
      actor: { kind: 'cli', id: 'ann' },
      reason: 'No backups found: 0.0.0 has no earlier champion to go back to',
    });
    expect(notice?.severity).toBe('critical');
  });

  test('because the predecessor failed its last check says so', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.answers.set('1', { ok: false, error: 'the hash differs' });
    release.clock.advance(86_401);
    await release.rivals.reconcile();

    await expect(byHand(release)).rejects.toThrow('0.0.0 on function version 1 cannot serve: the hash differs');
    expect(release.traffic()).toBe('2');
  });
});
