import { describe, expect, test } from 'vitest';
import { rollBackOutputSchema } from '../../lib/domain/steps/roll-back.ts';
import type { InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  promotion,
  publishing,
  requestedRollback,
  sequenceOf,
} from '../in-memory/release-flow.ts';

const FOUR_CALLS = ['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move'];

const rung = async (release: InMemoryRelease, request: object = {}, name?: string) => {
  release.clock.advance(1);
  return rollBackOutputSchema.parse(await release.steps.rollBack(requestedRollback(release, request, name)));
};

describe('an alarm that names a function version', () => {
  const alarm = (time: string, accusedVersion: string) => ({
    cause: 'alarm',
    alarm: { name: 'ratchet-churn-challenger-errors', time, accusedVersion },
    reason: 'alarm ratchet-churn-challenger-errors',
  });

  test('rolls back the challenger that it names, in four calls', async () => {
    const release = await bootstrapped();
    await inCanary(release);

    expect(await rung(release, alarm(release.clock.now(), '2'))).toMatchObject({ decision: 'rolled-back' });
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
    const [before, traffic] = [await sequenceOf(release), release.traffic()];

    const answer = await rung(release, alarm(release.clock.now(), accused));

    expect(answer).toMatchObject({ decision: 'ignored', success: false });
    expect(answer.reason).toBe(
      `ratchet-churn-challenger-errors names function version ${accused}, which is no challenger on canary`,
    );
    expect([await sequenceOf(release), release.traffic()]).toEqual([before, traffic]);
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

    expect(await rung(release, alarm(rang, '2'))).toMatchObject({ decision });
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

    expect(await rung(release, alarm(release.clock.now()))).toMatchObject({
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
    const before = await sequenceOf(release);

    expect(await rung(release, alarm(release.clock.now()))).toMatchObject({
      decision: 'ignored',
      reason: `ratchet-churn-error-rate acts in probation only, and the model is in ${phase}`,
    });
    expect(await sequenceOf(release)).toBe(before);
  });

  test('is ignored when it rang before the promotion', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    const rang = release.clock.now();
    release.clock.advance(60);
    await release.rivals.promote(promotion(ongoing));

    expect(await rung(release, alarm(rang))).toMatchObject({
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
    await rung(release, request, 'first');

    expect(await rung(release, request, 'second')).toMatchObject({ decision: 'ignored', restored_from: '1.0.0' });
    expect(release.traffic()).toBe('2');
  });
});
