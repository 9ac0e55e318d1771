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
  promotion,
  publishing,
  requestedRollback,
} from '../in-memory/release-flow.ts';

const FOUR_CALLS = ['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move'];

const byHand = async (release: InMemoryRelease, request: object = {}, name?: string) => {
  release.clock.advance(1);
  return rollBackOutputSchema.parse(await release.steps.rollBack(requestedRollback(release, request, name)));
};
const sequence = async ({ head }: InMemoryRelease) => (await head()).sequence;

describe('an execution that ends its own release', () => {
  test('in canary gives all traffic back to the champion, in four calls', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    const answer = await release.steps.rollBack(ownRollback(ongoing));

    const { event, state } = await release.head();
    expect(rollBackOutputSchema.parse(answer)).toEqual({
      decision: 'rolled-back',
      reason: 'the canary fails',
      success: true,
      restored_from: '0.0.0',
      timestamp: event.at,
    });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect(release.traffic()).toBe('1');
    expect(event).toMatchObject({ type: 'rolled-back', cause: 'canary-verdict', execution: ongoing.execution.arn });
    expect(state).toMatchObject({ lease: null, challenger: null });
  });

  test('in probation takes its promotion back, in four calls', async () => {
    const release = await bootstrapped();
    const ongoing = await inProbation(release);

    expect(await release.steps.rollBack(ownRollback(ongoing, 'failure'))).toMatchObject({
      decision: 'rolled-back',
      restored_from: '0.0.0',
    });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect(release.traffic()).toBe('1');
  });

  test('without traffic frees the lease, so that the next one can have it', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);

    expect(await release.steps.rollBack(ownRollback(ongoing, 'failure'))).toMatchObject({
      decision: 'released',
      success: true,
      restored_from: '0.0.0',
    });

    expect((await release.head()).event).toMatchObject({ type: 'failed', error: 'ReleaseFailed' });
    await expect(publishing(release, { name: 'tuesday', modelVersion: '1.1.0' })).resolves.toBeDefined();
  });

  test('twice does it once', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    await release.steps.rollBack(ownRollback(ongoing));
    const before = await sequence(release);

    expect(await release.steps.rollBack(ownRollback(ongoing))).toMatchObject({ decision: 'already', success: true });
    expect(await sequence(release)).toBe(before);
  });

  test.each(['ledger.append', 'alias.move'])('finishes what stopped at %s', async (call) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.afterCall(call, () => Promise.reject(new Error('connection reset')));
    await expect(release.steps.rollBack(ownRollback(ongoing))).rejects.toThrow('connection reset');

    expect(await release.steps.rollBack(ownRollback(ongoing))).toMatchObject({ decision: 'already' });

    expect(release.traffic()).toBe('1');
  });
});

describe('the late failure of an execution', () => {
  const expectUntouched = async (release: InMemoryRelease, ongoing: Parameters<typeof ownRollback>[0]) => {
    const [before, traffic] = [await sequence(release), release.traffic()];
    expect(await release.steps.rollBack(ownRollback(ongoing, 'failure'))).toMatchObject({ decision: 'already' });
    expect([await sequence(release), release.traffic()]).toEqual([before, traffic]);
  };

  test('leaves the canary of another alone', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });

    await expectUntouched(release, former);
  });

  test('leaves the lease of another alone', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    await publishing(release, { name: 'tuesday', modelVersion: '1.1.0' });

    await expectUntouched(release, former);
  });

  test('leaves the same function version alone that another has promoted', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    const later = await inProbation(release, { name: 'tuesday' });

    expect(later.functionVersion).toBe(former.functionVersion);
    await expectUntouched(release, former);
  });

  test('leaves its champion alone when the probation is over', async () => {
    const release = await bootstrapped();

    await expectUntouched(release, await inPeace(release));
  });
});

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
  ])('gives the traffic of a champion %s to its predecessor, in four calls', async (_, reach) => {
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
    const before = await sequence(release);

    await expect(byHand(release)).rejects.toThrow(AliasMissing);
    expect(await sequence(release)).toBe(before);
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
    ['that never was champion', { modelVersion: '9.0.0' }, /^9\.0\.0 has never been champion of churn/],
    ['that is champion already', { modelVersion: '1.1.0' }, /is the champion already$/],
    ['of a time before the first', { at: '2020-01-01T00:00:00Z' }, /^churn had no champion at 2020-01-01T00:00:00Z/],
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
      reason: '0.0.0 has no earlier champion to go back to',
    });
    expect(notice?.severity).toBe('critical');
  });

  test('because the predecessor failed its last check says so', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.answers.set('1', { ok: false, error: 'the hash differs' });
    release.clock.advance(86_400);
    await release.rivals.reconcile({ cause: 'schedule', time: release.clock.now() });

    await expect(byHand(release)).rejects.toThrow('0.0.0 on function version 1 cannot serve: the hash differs');
    expect(release.traffic()).toBe('2');
  });
});

describe('an alarm that names a function version', () => {
  const alarm = (time: string, accusedVersion: string) => ({
    cause: 'alarm',
    alarm: { name: 'ratchet-churn-challenger-errors', time, accusedVersion },
    reason: 'alarm ratchet-churn-challenger-errors',
  });

  test('rolls back the challenger that it names, in four calls', async () => {
    const release = await bootstrapped();
    await inCanary(release);

    expect(await byHand(release, alarm(release.clock.now(), '2'))).toMatchObject({ decision: 'rolled-back' });
    expect(release.calls).toEqual(FOUR_CALLS);
    expect((await release.head()).event).toMatchObject({
      cause: 'alarm',
      actor: { kind: 'alarm', id: 'ratchet-churn-challenger-errors' },
      evidence: [{ metric: 'alarm ratchet-churn-challenger-errors', value: 1 }],
    });
  });

  test.each([
    ['the champion', inCanary, '1'],
    ['a version from long ago', inCanary, '7'],
    ['a challenger without traffic', publishing, '2'],
    ['a challenger that won meanwhile', inProbation, '2'],
    ['the champion in peace', inPeace, '2'],
  ])('is ignored when it names %s', async (_, reach, accused) => {
    const release = await bootstrapped();
    await reach(release);
    const [before, traffic] = [await sequence(release), release.traffic()];

    const answer = await byHand(release, alarm(release.clock.now(), accused));

    expect(answer).toMatchObject({ decision: 'ignored', success: false });
    expect(answer.reason).toBe(
      `ratchet-churn-challenger-errors names function version ${accused}, which is no challenger on canary`,
    );
    expect([await sequence(release), release.traffic()]).toEqual([before, traffic]);
  });

  test.each([
    ['is ignored when it rang before the release began', -1, 'ignored'],
    ['acts when it rang in the second in which the release began', 0, 'rolled-back'],
  ])('%s', async (_, seconds, decision) => {
    const release = await bootstrapped();
    release.clock.advance(60);
    await inCanary(release);
    const began = Date.parse((await release.head()).state.lease?.acquiredAt ?? '');
    const rang = new Date(Math.floor(began / 1000) * 1000 + seconds * 1000).toISOString().replace('.000', '');

    expect(await byHand(release, alarm(rang, '2'))).toMatchObject({ decision });
  });
});

describe('an alarm on the whole alias', () => {
  const alarm = (time: string) => ({
    cause: 'alarm',
    alarm: { name: 'ratchet-churn-error-rate', time, accusedVersion: null },
  });

  test('rolls back a champion in probation, in four calls', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.clock.advance(60);

    expect(await byHand(release, alarm(release.clock.now()))).toMatchObject({
      decision: 'rolled-back',
      restored_from: '0.0.0',
    });
    expect(release.calls).toEqual(FOUR_CALLS);
  });

  test.each([
    ['in canary, as it cannot tell two versions apart', inCanary, 'canary'],
    ['while a release is prepared', publishing, 'preparing'],
    ['when probation is over', inPeace, 'idle'],
  ])('is ignored %s', async (_, reach, phase) => {
    const release = await bootstrapped();
    await reach(release);
    const before = await sequence(release);

    expect(await byHand(release, alarm(release.clock.now()))).toMatchObject({
      decision: 'ignored',
      reason: `ratchet-churn-error-rate acts in probation only, and the model is in ${phase}`,
    });
    expect(await sequence(release)).toBe(before);
  });

  test('is ignored when it rang before the promotion', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    const rang = release.clock.now();
    release.clock.advance(60);
    await release.rivals.promote(promotion(ongoing));

    expect(await byHand(release, alarm(rang))).toMatchObject({
      decision: 'ignored',
      reason: expect.stringMatching(/^ratchet-churn-error-rate rang at .* before the promotion at /),
    });
    expect(release.traffic()).toBe('2');
  });

  test('that two deliveries report rolls back once', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await inProbation(release, { name: 'tuesday', modelVersion: '1.1.0' });
    release.clock.advance(60);
    const request = alarm(release.clock.now());
    await byHand(release, request, 'first');

    expect(await byHand(release, request, 'second')).toMatchObject({ decision: 'ignored', restored_from: '1.0.0' });
    expect(release.traffic()).toBe('2');
  });
});
