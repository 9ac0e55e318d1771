import { describe, expect, test } from 'vitest';
import { FUNCTION, type InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  ownRollback,
  promotion,
  reconcile,
  stop,
} from '../in-memory/release-flow.ts';

const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };
const DAY = 86_400;

describe('champion and predecessor', () => {
  test.each([
    ['are not called within a day', DAY - 1, []],
    [
      'are called after a day, by their numbers',
      DAY + 1,
      ['warmed function version 2: answered as 1.0.0', 'warmed function version 1: answered as 0.0.0'],
    ],
  ])('%s', async (_, seconds, actions) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    await release.rivals.smokeTest(ongoing);
    await release.rivals.drill(ongoing);
    await release.rivals.promote(promotion(ongoing));
    release.clock.advance(seconds);

    expect((await reconcile(release)).actions).toEqual(actions);
  });

  test('once called, have another day', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    release.clock.advance(DAY);
    await reconcile(release);

    expect((await reconcile(release)).actions).toEqual([]);
  });

  test('that do not answer are noted in the head, and the other is called all the same', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    release.answers.set('2', new Error('gone'));
    release.clock.advance(DAY);

    const { actions } = await reconcile(release);

    expect(actions).toEqual([
      'could not warm function version 2: it crashed: Error: gone',
      'warmed function version 1: answered as 0.0.0',
    ]);
    const { champion, previousChampions } = (await release.head()).state;
    expect([champion, previousChampions[0]].map((one) => one?.servability?.servable)).toEqual([false, true]);
  });
});

describe('code that waits to be released', () => {
  const started = ({ executions }: InMemoryRelease) =>
    [...executions.started].filter(([arn]) => arn.includes(':code-')).map(([arn, { input }]) => ({ arn, input }));

  test('is started once', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);

    const first = await reconcile(release);
    const second = await reconcile(release);

    expect(first.actions).toEqual([expect.stringMatching(/^started code-[0-9a-f]{32}-6e657720-1$/)]);
    expect(started(release)).toHaveLength(1);
    expect(JSON.parse(started(release)[0]?.input ?? '')).toEqual({
      mode: 'code',
      trigger: 'code',
      actor: 'reconciler',
      reason: 'the deployed code has not been released',
    });
    // while it runs, its start is answered with the running one
    expect(second.actions).toEqual(first.actions);
  });

  test('is not started again while its execution has ended without a trace', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    await reconcile(release);
    for (const { arn } of started(release)) stop(release, arn, 'ABORTED');

    expect((await reconcile(release)).actions).toEqual([]);
  });

  test.each([
    ['the code is the champion’s', async () => undefined],
    ['a release is under way', (release: InMemoryRelease) => deployed(release, inCanary)],
    ['the champion is in probation', (release: InMemoryRelease) => deployed(release, inProbation)],
    [
      'the code failed its release',
      async (release: InMemoryRelease) => {
        release.lambda.deploy(FUNCTION, NEW_CODE);
        await release.rivals.rollBack(ownRollback(await inCanary(release, { name: 'by-hand', mode: 'code' })));
      },
    ],
  ])('is not started while %s', async (_, prepare) => {
    const release = await bootstrapped();
    await prepare(release);

    await reconcile(release);

    expect(started(release)).toEqual([]);
  });

  test('is started when the probation is over', async () => {
    const release = await bootstrapped();
    await deployed(release, inPeace);

    await reconcile(release);

    expect(started(release)).toHaveLength(1);
  });

  test('waits while Lambda is busy with it', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const { environment, revisionId } = await release.functions.readConfiguration(FUNCTION);
    await release.functions.updateEnvironment(FUNCTION, environment, revisionId);

    expect((await reconcile(release)).actions).toEqual([]);
  });

  test('is started though the last update of the function failed: nothing else would mend it', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const { latest } = release.lambda.find(FUNCTION);
    latest.configuration = { ...latest.configuration, lastUpdateStatus: 'Failed' };

    await reconcile(release);

    expect(started(release)).toHaveLength(1);
  });

  test('under another role is not started, because its release would be refused', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, { ...NEW_CODE, roleArn: 'arn:aws:iam::123456789012:role/other' });

    await reconcile(release);

    expect(started(release)).toEqual([]);
  });
});

async function deployed(release: InMemoryRelease, reach: typeof inCanary): Promise<void> {
  await reach(release);
  release.lambda.deploy(FUNCTION, NEW_CODE);
}

describe('the age of the champion', () => {
  test('is measured from the creation of its model', async () => {
    const release = await bootstrapped();
    await inPeace(release);

    await reconcile(release);

    const created = Date.parse('2026-01-05T00:00:00.000Z');
    const age = (Date.parse(release.clock.now()) - created) / 1000;
    expect(release.recorder.lines).toEqual([
      'AliasMismatches 0',
      'ModelVersionEpoch 1767571200',
      `ModelAgeSeconds ${age}`,
    ]);
  });
});
