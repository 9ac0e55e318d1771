import { describe, expect, test } from 'vitest';
import { ALARM_LOOKS_BACK_SECONDS } from '../../lib/domain/alarm-window.ts';
import { recordDecision } from '../../lib/domain/ledger/ledger.ts';
import { checked, MODEL } from '../domain/ledger/ledger-samples.ts';
import { type InMemoryRelease, PROBATION_ALARM } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  eventsOf,
  inProbation,
  reconcile,
  requestedRollback,
  sequenceOf,
} from '../in-memory/release-flow.ts';

const HOUR = 3600;

describe('a champion in probation', () => {
  const probation = async (fields: object = {}) => {
    const release = await bootstrapped(fields);
    const ongoing = await inProbation(release);
    return { release, ongoing };
  };
  const ring = ({ alarms }: InMemoryRelease, name = PROBATION_ALARM) => alarms.alarms.set(name, { state: 'ALARM' });
  const crashes = { invocations: 100, errors: 30, answers: 70 };

  test.each([
    ['is not rolled back while the alarm looks back at its predecessor', ALARM_LOOKS_BACK_SECONDS - 1, '2'],
    // its entry is dated a few milliseconds into the future
    ['is rolled back by an alarm that was on before and still is', ALARM_LOOKS_BACK_SECONDS + 1, '1'],
  ])('%s', async (_, seconds, traffic) => {
    const { release } = await probation();
    ring(release);
    release.clock.advance(seconds);

    await reconcile(release);

    expect(release.traffic()).toBe(traffic);
  });

  test('is rolled back by an alarm with the alarm as evidence', async () => {
    const { release } = await probation();
    ring(release);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);

    const { actions } = await reconcile(release);

    expect(actions).toEqual([`rolled back 1.0.0: the champion fails in probation: in ALARM are ${PROBATION_ALARM}`]);
    expect((await eventsOf(release, 'rolled-back')).at(-1)).toMatchObject({
      cause: 'alarm',
      actor: { kind: 'reconciler' },
      evidence: [{ metric: `alarm ${PROBATION_ALARM}`, value: 1, threshold: 0, n: null, interval: null }],
    });
  });

  test('is not rolled back by an alarm of another kind', async () => {
    const { release } = await probation();
    ring(release, 'ratchet-churn-throttles');
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);

    await reconcile(release);

    expect(release.traffic()).toBe('2');
  });

  test.each([
    ['is rolled back when it breaks the limits', crashes, '1'],
    ['stays when it keeps to them', { invocations: 100, errors: 10, answers: 90 }, '2'],
  ])('%s after promotion', async (_, counts, traffic) => {
    const { release } = await probation();
    release.serve('2', counts);
    release.clock.advance(400);

    await reconcile(release);

    expect(release.traffic()).toBe(traffic);
  });

  test('is judged by its own numbers, not by those of its predecessor', async () => {
    const { release } = await probation();
    release.serve('1', crashes);
    release.clock.advance(400);

    await reconcile(release);

    expect(release.traffic()).toBe('2');
  });

  test.each([
    ['is rolled back', { promoted: { maximumAccuracyDrop: 0.05 } }, '1'],
    ['stays where its policy allows any loss', {}, '2'],
  ])('that is right less often than its predecessor was %s (S4-16)', async (_, limits, traffic) => {
    const release = await bootstrapped({ limits });
    release.serve('1', { invocations: 1000, answers: 1000, labelledAnswers: 1000, wrongAnswers: 100 });
    // what the predecessor did in the minute of the promotion is of neither
    release.clock.advance(120);
    await inProbation(release);
    release.serve('2', { invocations: 1000, answers: 1000, labelledAnswers: 1000, wrongAnswers: 300 });
    release.clock.advance(400);

    await reconcile(release);

    expect(release.traffic()).toBe(traffic);
  });

  test('that was good for hours and then fails is rolled back for how it ends', async () => {
    const { release } = await probation();
    release.serve('2', { invocations: 10_000, answers: 10_000 });
    release.clock.advance(2 * HOUR);
    release.serve('2', crashes);
    release.clock.advance(400);

    const { actions } = await reconcile(release);

    expect(actions).toEqual([
      'rolled back 1.0.0: the champion fails in probation: error rate 0.3 (30 of 100), limit 0.1; evidence 134000 of 100',
    ]);
  });

  test('is left to people where the policy says so', async () => {
    const { release } = await probation({ rollback: { automatic: false, probation: '12h' } });
    ring(release);
    release.serve('2', crashes);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);

    await reconcile(release);

    expect(release.traffic()).toBe('2');
  });

  test('is left alone when its probation is over', async () => {
    const { release } = await probation();
    release.clock.advance(12 * HOUR + 1);
    ring(release);
    release.serve('2', crashes);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);

    await reconcile(release);

    expect(release.traffic()).toBe('2');
  });

  test('that somebody rolled back while it was judged is not rolled back again', async () => {
    const { release } = await probation();
    release.clock.advance(13 * HOUR);
    await inProbation(release, { name: 'tuesday', modelVersion: '1.1.0' });
    ring(release);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);
    release.afterCall('alarms.readStates', () => release.rivals.rollBack(requestedRollback(release)));

    await reconcile(release);

    expect(release.traffic()).toBe('2');
    expect(await eventsOf(release, 'rolled-back')).toHaveLength(1);
  });

  test('with nowhere to go back to is told once, and stays', async () => {
    const { release } = await probation();
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);
    await noteUnservable(release);
    ring(release);

    const first = await reconcile(release);
    const before = await sequenceOf(release);
    const second = await reconcile(release);

    expect(first.actions).toEqual([
      expect.stringMatching(/^could not roll back: 0\.0\.0 on function version 1 cannot serve/),
    ]);
    expect(second).toEqual(first);
    expect(await sequenceOf(release)).toBe(before);
    expect(await eventsOf(release, 'failed')).toEqual([expect.objectContaining({ error: 'NoStableVersion' })]);
    expect(release.traffic()).toBe('2');
  });
});

/** As the daily check would, had it been a day. */
function noteUnservable({ ledger, clock }: InMemoryRelease) {
  return recordDecision(ledger, clock, MODEL, (_head, at) =>
    checked('warm-up', { functionVersion: '1' }, { at, servable: false, detail: 'gone', execution: null }),
  );
}
