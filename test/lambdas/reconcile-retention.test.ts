import { describe, expect, test } from 'vitest';
import { FunctionBusy } from '../../lib/domain/ports/adapter-errors.ts';
import { FUNCTION, type InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  eventsOf,
  inCanary,
  inPeace,
  inProbation,
  moveByHand,
  ownRollback,
  publication,
  reconcile,
  registered,
  requestedRollback,
} from '../in-memory/release-flow.ts';

const HOUR = 3600;
const THREE = { retention: { functionVersions: 3 } };

const deletions = ({ actions }: { actions: string[] }) => actions.filter((action) => action.includes('delete'));

/** Function versions that are there, such as `1 4 5`. */
async function versions({ functions }: InMemoryRelease): Promise<string> {
  return (await functions.listNumbers(FUNCTION)).join(' ');
}

/** Publishes so many versions that nobody has decided about, as rejected releases leave them. */
async function litter({ functions, clock }: InMemoryRelease, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { environment, revisionId } = await functions.readConfiguration(FUNCTION);
    await functions.updateEnvironment(FUNCTION, { ...environment, MODEL_VERSION: `9.9.${index}` }, revisionId);
    clock.advance(5);
    const latest = await functions.readConfiguration(FUNCTION);
    await functions.publish(FUNCTION, { ...latest, description: 'litter' });
    clock.advance(5);
  }
}

/** The champion is function version 2, its predecessor 1, and 3 to 8 are nobody's. */
async function littered(fields: object = THREE): Promise<InMemoryRelease> {
  const release = await bootstrapped(fields);
  await inPeace(release);
  await litter(release, 6);
  return release;
}

describe('old function versions', () => {
  test('are deleted but for champion, predecessor and the newest, with an entry that says so (S1-42, S4-28)', async () => {
    const release = await littered();

    const answer = await reconcile(release);

    expect(await versions(release)).toBe('1 2 6 7 8');
    expect(deletions(answer)).toEqual(['3', '4', '5'].map((one) => `deleted function version ${one}`));
    const { event, state, notice } = await release.head();
    expect(event).toMatchObject({
      type: 'pruned',
      functionVersions: ['3', '4', '5'],
      actor: { kind: 'reconciler' },
      reason: '3 function versions that nobody needs are deleted; their models stay',
      evidence: [{ metric: 'published versions', value: 8, threshold: 3 }],
    });
    expect(state.pruned).toEqual(['3', '4', '5']);
    expect(notice).toBeNull();
  });

  test('are deleted after their entry, and once', async () => {
    const release = await littered();
    await reconcile(release);
    const { calls } = release;
    const before = calls.length;

    const second = await reconcile(release);

    expect(calls.indexOf('ledger.append')).toBeLessThan(calls.indexOf('functions.delete'));
    expect(deletions(second)).toEqual([]);
    expect(calls.slice(before)).not.toContain('functions.delete');
    expect(await eventsOf(release, 'pruned')).toHaveLength(1);
  });

  test.each([
    ['stay when there are no more than the definition keeps', 8, '1 2 3 4 5 6 7 8'],
    ['stay as many as the definition says', 5, '1 2 4 5 6 7 8'],
  ])('%s', async (_, functionVersions, left) => {
    const release = await littered({ retention: { functionVersions } });

    await reconcile(release);

    expect(await versions(release)).toBe(left);
  });

  test.each([
    ['a release is under way', (release: InMemoryRelease) => inCanary(release, { name: 'x', modelVersion: '1.1.0' })],
    ['the champion is in probation', (release: InMemoryRelease) => inProbation(release, { modelVersion: '1.1.0' })],
    ['a rollback is being watched', (release: InMemoryRelease) => release.rivals.rollBack(requestedRollback(release))],
  ])('stay while %s', async (_, begin) => {
    const release = await littered();
    await begin(release);
    const before = await versions(release);

    expect(deletions(await reconcile(release))).toEqual([]);

    expect(await versions(release)).toBe(before);
    expect(await eventsOf(release, 'pruned')).toEqual([]);
  });

  test('go when the watch is over', async () => {
    const release = await littered();
    await release.rivals.rollBack(requestedRollback(release));
    release.clock.advance(HOUR + 1);

    await reconcile(release);

    expect(await versions(release)).toBe('1 6 7 8');
  });

  test('that a crash left over are deleted later, without another entry and while a release is under way', async () => {
    const release = await littered();
    release.beforeCall('functions.delete', () => undefined);
    release.beforeCall('functions.delete', () => {
      throw new Error('the connection broke');
    });
    await expect(release.steps.reconcile()).rejects.toThrow('the connection broke');
    expect(await versions(release)).toBe('1 2 4 5 6 7 8');
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });

    expect(deletions(await reconcile(release))).toEqual(['deleted function version 4', 'deleted function version 5']);
    expect(await eventsOf(release, 'pruned')).toHaveLength(1);
  });

  test('are deleted at most a hundred at a time', async () => {
    const release = await bootstrapped(THREE);
    await litter(release, 105);

    await reconcile(release);
    expect((await eventsOf(release, 'pruned')).map(({ functionVersions }) => functionVersions.length)).toEqual([100]);
    await reconcile(release);

    expect(await versions(release)).toBe('1 104 105 106');
  });

  test('that an alias of somebody else has stay, and hold nothing up', async () => {
    const release = await littered();
    release.beforeCall('functions.delete', () => {
      throw new FunctionBusy('an alias uses it');
    });

    expect(deletions(await reconcile(release))).toEqual([
      'could not delete function version 3: an alias uses it',
      'deleted function version 4',
      'deleted function version 5',
    ]);
    expect(await versions(release)).toBe('1 2 3 6 7 8');
  });

  test('that somebody points the alias to by hand stay', async () => {
    const release = await littered();
    release.afterCall('functions.listNumbers', () => moveByHand(release, '4'));

    await reconcile(release);

    expect(await versions(release)).toBe('1 2 4 6 7 8');
  });
});

describe('a race for a function version', () => {
  test('is lost by the deletion when the lease was taken first', async () => {
    const release = await littered();
    release.afterCall('functions.listNumbers', () => inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' }));

    expect(deletions(await reconcile(release))).toEqual([]);
    expect(await eventsOf(release, 'pruned')).toEqual([]);
  });

  test('is no matter to a release that is pinned to the same: it gets a new number at once', async () => {
    const release = await bootstrapped(THREE);
    const failed = await inCanary(release);
    await release.rivals.rollBack(ownRollback(failed));
    release.clock.advance(HOUR + 1);
    await release.rivals.reconcile();
    await litter(release, 4);
    release.beforeCall('functions.delete', () => {
      throw new Error('the connection broke');
    });
    await expect(release.steps.reconcile()).rejects.toThrow('the connection broke');
    const input = publication(release.execution('tuesday'), await registered(release, '1.0.0'));

    expect(await release.rivals.publish(input)).toMatchObject({ decision: 'published', functionVersion: '7' });
  });
});
