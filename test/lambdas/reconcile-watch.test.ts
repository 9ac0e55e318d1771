import { describe, expect, test } from 'vitest';
import { ALARM_LOOKS_BACK_SECONDS } from '../../lib/domain/alarm-window.ts';
import { type InMemoryRelease, PROBATION_ALARM } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  eventsOf,
  inCanary,
  inProbation,
  ownRollback,
  promotion,
  reconcile,
  requestedRollback,
} from '../in-memory/release-flow.ts';

const HOUR = 3600;
const crashes = { invocations: 100, errors: 30, answers: 70 };
const good = { invocations: 100, answers: 100 };

const ring = ({ alarms }: InMemoryRelease) => alarms.alarms.set(PROBATION_ALARM, { state: 'ALARM' });
const watched = (release: InMemoryRelease) => eventsOf(release, 'rollback-watched');

/** Champion for a moment, and rolled back: function version 1 serves again. */
async function restored(fields: object = {}): Promise<InMemoryRelease> {
  const release = await bootstrapped(fields);
  await inProbation(release);
  await release.rivals.rollBack(requestedRollback(release));
  return release;
}

describe('a champion that a rollback restored', () => {
  test('is watched under the limits after promotion, and told with a notice of its own when it fails (S4-31)', async () => {
    const release = await restored();
    release.serve('1', crashes);
    release.clock.advance(400);

    const { actions } = await reconcile(release);

    const reason =
      'the trouble is not the model that was rolled back, or not it alone: the champion fails after the rollback: error rate 0.3 (30 of 100), limit 0.1; evidence 806000 of 100';
    expect(actions).toEqual([reason]);
    const { event, notice, state } = await release.head();
    expect(event).toMatchObject({ type: 'rollback-watched', healthy: false, reason, actor: { kind: 'reconciler' } });
    expect(event.evidence[0]).toMatchObject({ metric: 'error rate', value: 0.3, threshold: 0.1, n: 100 });
    expect(notice).toMatchObject({ severity: 'critical', detailType: 'Restored Champion Failing' });
    expect(state.watchedSince).toBeNull();
    expect(release.traffic()).toBe('1');
  });

  test('is told once', async () => {
    const release = await restored();
    release.serve('1', crashes);
    release.clock.advance(400);
    await reconcile(release);
    ring(release);
    release.clock.advance(2 * HOUR);

    expect((await reconcile(release)).actions).toEqual([]);
    expect(await watched(release)).toHaveLength(1);
  });

  test.each([
    ['stays watched when it keeps to the limits', { invocations: 100, errors: 10, answers: 90 }],
    ['is not given up for what may be chance', { invocations: 10, errors: 2 }],
  ])('%s', async (_, counts) => {
    const release = await restored();
    release.serve('1', counts);
    release.clock.advance(400);

    expect((await reconcile(release)).actions).toEqual([]);
    expect((await release.head()).state.watchedSince).not.toBeNull();
  });

  test('is not judged by the numbers of the model that was rolled back', async () => {
    const release = await restored();
    release.serve('2', crashes);
    release.clock.advance(400);

    expect((await reconcile(release)).actions).toEqual([]);
  });

  test.each([
    ['not while they look back at the model that was rolled back', ALARM_LOOKS_BACK_SECONDS - 1, 0],
    // the entry is dated a few milliseconds into the future
    ['from then on', ALARM_LOOKS_BACK_SECONDS + 1, 1],
  ])('is judged by the alarms, %s', async (_, seconds, found) => {
    const release = await restored();
    ring(release);
    release.clock.advance(seconds);

    await reconcile(release);

    expect(await watched(release)).toHaveLength(found);
  });

  test('that an alarm names fails with the alarm as evidence', async () => {
    const release = await restored();
    ring(release);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);

    await reconcile(release);

    expect(await watched(release)).toMatchObject([
      { healthy: false, evidence: [{ metric: `alarm ${PROBATION_ALARM}`, value: 1 }] },
    ]);
  });

  test.each([
    ['not a second before', '1h', HOUR - 1, 0],
    ['when it is over', '1h', HOUR + 1, 1],
    ['as long as the definition says', '2h', HOUR + 1, 0],
    ['and no longer', '2h', 2 * HOUR + 1, 1],
  ])('that holds is told at the end of the watch: %s (S4-31)', async (_, watch, seconds, found) => {
    const release = await restored({ rollback: { probation: '12h', watch } });
    release.clock.advance(seconds - 600);
    release.serve('1', good);
    release.clock.advance(600);

    await reconcile(release);

    expect(await watched(release)).toHaveLength(found);
    if (found === 0) return;
    const { event, notice } = await release.head();
    expect(event).toMatchObject({
      healthy: true,
      reason: expect.stringMatching(
        /^the champion holds after the rollback: error rate 0 \(0 of 100\), limit 0\.1; evidence 0\./,
      ),
      evidence: [
        { metric: 'error rate', n: 100 },
        { metric: 'evidence against its error rate', n: 100 },
      ],
    });
    expect(notice).toEqual({
      severity: 'info',
      detailType: 'Rollback Watched',
      subject: '0.0.0 holds since the rollback',
    });
  });

  test('is told once that it holds', async () => {
    const release = await restored();
    release.clock.advance(HOUR + 1);
    await reconcile(release);
    release.serve('1', crashes);
    release.clock.advance(400);

    expect((await reconcile(release)).actions).toEqual([]);
    expect(await watched(release)).toHaveLength(1);
  });

  test('is watched after a canary that was rolled back, and where alarms only notify', async () => {
    const release = await bootstrapped({ rollback: { automatic: false, probation: '12h' } });
    await release.rivals.rollBack(ownRollback(await inCanary(release)));
    ring(release);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);

    await reconcile(release);

    expect(await watched(release)).toMatchObject([{ healthy: false }]);
  });

  test('beside a canary is watched by its own numbers, because the alarms cannot tell the two apart', async () => {
    const release = await restored();
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
    ring(release);
    release.clock.advance(ALARM_LOOKS_BACK_SECONDS + 1);
    await reconcile(release);
    expect(await watched(release)).toEqual([]);

    release.serve('1', crashes);
    release.clock.advance(400);
    await reconcile(release);

    expect(await watched(release)).toMatchObject([{ healthy: false, evidence: [{ metric: 'error rate' }, {}] }]);
    expect(release.traffic()).toBe('1 with 0.1 for 3');
  });

  test('is not watched any more when a newer release has replaced it, not even when that came in between', async () => {
    const release = await restored();
    const ongoing = await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
    release.serve('1', crashes);
    release.clock.advance(400);
    release.afterCall('metrics.readMinutes', () => release.rivals.promote(promotion(ongoing)));

    expect((await reconcile(release)).actions).toEqual([]);
    release.clock.advance(HOUR);
    await reconcile(release);

    expect(await watched(release)).toEqual([]);
  });

  test('is watched anew after another rollback', async () => {
    const release = await restored();
    release.clock.advance(HOUR - 60);
    await release.rivals.rollBack(ownRollback(await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' })));
    release.clock.advance(120);

    expect((await reconcile(release)).actions).toEqual([]);
    release.clock.advance(HOUR);
    await reconcile(release);

    expect(await watched(release)).toMatchObject([{ healthy: true }]);
  });
});
