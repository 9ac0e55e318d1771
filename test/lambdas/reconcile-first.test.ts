import { describe, expect, test } from 'vitest';
import { reconcileAnswerSchema, reconcileEventSchema } from '../../lib/domain/steps/reconcile.ts';
import { FUNCTION, type InMemoryRelease, inMemoryRelease, PROBATION_ALARM } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  eventsOf,
  inCanary,
  inPeace,
  inProbation,
  moveByHand,
  publishing,
  sequenceOf,
  stop,
} from '../in-memory/release-flow.ts';

const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };
const DAY = 86_400;

const reconcileFirst = async ({ steps }: InMemoryRelease) => {
  const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:ratchet-churn-retrain:tuesday';
  const event = reconcileEventSchema.parse({ cause: 'execution-started', executionArn });
  return reconcileAnswerSchema.parse(await steps.reconcile(event));
};

/** What executions the reconciler has started. */
const started = ({ executions }: InMemoryRelease) => [...executions.started.keys()].filter((arn) => /:code-/.test(arn));

describe('an execution that begins', () => {
  test('has the canary of a stopped one rolled back', async () => {
    const release = await bootstrapped();
    const { execution } = await inCanary(release);
    stop(release, execution.arn, 'ABORTED');

    const { actions } = await reconcileFirst(release);

    expect(actions).toEqual(['the execution of 1.0.0 is ABORTED and left its release behind']);
    expect(release.traffic()).toBe('1');
  });

  test('has the lease of a stopped one freed', async () => {
    const release = await bootstrapped();
    const { execution } = await publishing(release);
    stop(release, execution.arn, 'TIMED_OUT');

    await reconcileFirst(release);

    expect((await release.head()).state.lease).toBeNull();
  });

  test('leaves the release of a running one alone', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    const before = await sequenceOf(release);

    expect(await reconcileFirst(release)).toEqual({ moved: false, actions: [] });
    expect(await sequenceOf(release)).toBe(before);
  });

  test('has the alias put back', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await moveByHand(release, '1');

    expect(await reconcileFirst(release)).toMatchObject({ moved: true });
    expect(release.traffic()).toBe('2');
  });

  test('has a failing champion in probation rolled back, which would hold its release up', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.clock.advance(1800);
    release.alarms.alarms.set(PROBATION_ALARM, { state: 'ALARM' });

    await reconcileFirst(release);

    expect((await eventsOf(release, 'rolled-back')).at(-1)).toMatchObject({ cause: 'alarm' });
  });

  test('of a model that was never born has nothing done', async () => {
    expect(await reconcileFirst(inMemoryRelease())).toEqual({
      moved: false,
      actions: ['there is no champion yet'],
    });
  });
});

describe('what can wait for the schedule', () => {
  test('is left to it: code that waits for its release would take the lease of the execution that begins', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);

    expect(await reconcileFirst(release)).toEqual({ moved: false, actions: [] });
    expect(started(release)).toEqual([]);

    // the schedule's call would have started it
    await release.steps.reconcile();
    expect(started(release)).toHaveLength(1);
  });

  test('is left to it: nothing is warmed, deleted or measured', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    release.clock.advance(DAY + 1);
    const before = release.recorder.lines.length;

    expect(await reconcileFirst(release)).toEqual({ moved: false, actions: [] });
    expect(release.recorder.lines.slice(before)).toEqual(['AliasMismatches 0']);
  });
});

test('one thing that fails does not keep the others from being mended, and is told', async () => {
  const release = await bootstrapped();
  await inPeace(release);
  await publishing(release, { modelVersion: '1.1.0', name: 'stopped' });
  await moveByHand(release, '1');
  release.beforeCall('executions.readStatus', () => Promise.reject(new Error('throttled')));

  await expect(reconcileFirst(release)).rejects.toThrow('throttled');

  expect(release.traffic()).toBe('2');
});
