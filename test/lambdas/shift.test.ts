import { describe, expect, test } from 'vitest';
import { NotDrilled, NotSmokeTested } from '../../lib/domain/ledger/ledger-errors.ts';
import { RevisionMoved } from '../../lib/domain/ports/adapter-errors.ts';
import { ChallengerAccused } from '../../lib/domain/protocol/protocol-errors.ts';
import { CHALLENGER_ALARM } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inProbation,
  ownRollback,
  proving,
  publishing,
  requestedRollback,
} from '../in-memory/release-flow.ts';

const FIRST = { fromWeight: 0 };
const SECOND = { fromWeight: 0.1 };

describe('the first share of traffic', () => {
  test('is read, decided, recorded and written in this order', async () => {
    const release = await bootstrapped();
    const ongoing = await proving(release);

    const answer = await release.steps.shift({ ...ongoing, ...FIRST });

    expect(answer).toEqual({ decision: 'shifted', weight: 0.1, pollSeconds: 300 });
    expect(release.calls).toEqual([
      ...['definition.definition', 'alarms.readAccusedVersions'],
      ...['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move'],
    ]);
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });

  test('is told with its bake, and renews the lease', async () => {
    const release = await bootstrapped();
    const ongoing = await proving(release);

    await release.steps.shift({ ...ongoing, ...FIRST });

    const { event, state } = await release.head();
    expect(event.reason).toBe('1.0.0 gets 0.1 of the traffic for at least 3600 seconds');
    // bake, longest hold and an hour
    expect(Date.parse(state.lease?.until ?? '') - Date.parse(event.at)).toBe(3 * 3600 * 1000);
  });

  test('needs a challenger that passed its smoke test, and a champion that was drilled', async () => {
    const release = await bootstrapped();
    const ongoing = await publishing(release);

    await expect(release.steps.shift({ ...ongoing, ...FIRST })).rejects.toThrow(NotSmokeTested);
    await release.steps.smokeTest(ongoing);
    await expect(release.steps.shift({ ...ongoing, ...FIRST })).rejects.toThrow(NotDrilled);
    expect(release.traffic()).toBe('1');
  });
});

describe('the next share', () => {
  test('follows the one that was judged', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    expect(await release.steps.shift({ ...ongoing, ...SECOND })).toMatchObject({ decision: 'shifted', weight: 0.5 });
    expect(release.traffic()).toBe('1 with 0.5 for 2');
  });

  test('is the same for a repeated call, which steps no further', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    const { sequence } = await release.head();

    expect(await release.steps.shift({ ...ongoing, ...FIRST })).toMatchObject({ decision: 'shifted', weight: 0.1 });
    expect(await release.steps.shift({ ...ongoing, ...FIRST })).toMatchObject({ decision: 'shifted', weight: 0.1 });

    expect((await release.head()).sequence).toBe(sequence);
    expect(release.calls).not.toContain('alias.move');
  });

  test('is written by the second attempt when the first stopped before the alias', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.beforeCall('alias.move', () => Promise.reject(new Error('the Lambda timed out')));
    await expect(release.steps.shift({ ...ongoing, ...SECOND })).rejects.toThrow('timed out');
    expect(release.traffic()).toBe('1 with 0.1 for 2');

    expect(await release.steps.shift({ ...ongoing, ...SECOND })).toMatchObject({ weight: 0.5 });
    expect(release.traffic()).toBe('1 with 0.5 for 2');
  });

  test.each([
    ['of the append', 'ledger.append'],
    ['of the alias write', 'alias.move'],
  ])('is not given twice when only the answer %s was lost', async (_, call) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.afterCall(call, () => Promise.reject(new Error('connection reset')));
    await expect(release.steps.shift({ ...ongoing, ...SECOND })).rejects.toThrow('connection reset');
    const { sequence } = await release.head();

    expect(await release.steps.shift({ ...ongoing, ...SECOND })).toMatchObject({ weight: 0.5 });

    expect((await release.head()).sequence).toBe(sequence);
    expect(release.traffic()).toBe('1 with 0.5 for 2');
  });
});

describe('a shift that a rollback meets', () => {
  test('before the append has nothing to append, and stands down', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.beforeCall('ledger.append', () => release.rivals.rollBack(ownRollback(ongoing)));

    const answer = await release.steps.shift({ ...ongoing, ...SECOND });

    expect(answer).toEqual({
      decision: 'stand-down',
      code: 'RolledBack',
      reason: `rolled back by execution ${ongoing.execution.arn}: the canary fails`,
    });
    expect(release.traffic()).toBe('1');
  });

  test('before the alias write is refused its stale revision, and stands down', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.beforeCall('alias.move', () => release.rivals.rollBack(ownRollback(ongoing)));

    expect(await release.steps.shift({ ...ongoing, ...SECOND })).toMatchObject({ code: 'RolledBack' });
    expect(release.traffic()).toBe('1');
  });

  test('is refused even by a rollback that found the alias as it was to be', async () => {
    const release = await bootstrapped();
    const ongoing = await proving(release);
    // recorded, but not written yet: for the rollback the alias seems to be there already
    release.beforeCall('alias.move', () => release.rivals.rollBack(ownRollback(ongoing)));

    expect(await release.steps.shift({ ...ongoing, ...FIRST })).toMatchObject({ code: 'RolledBack' });
    expect(release.traffic()).toBe('1');
  });

  test('that has not written yet is refused as well, because its rollback has', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    let refused: unknown;
    const shift = release.stepsThrough(async (call, proceed) => {
      if (call === 'alias.move') await release.rivals.rollBack(ownRollback(ongoing));
      return proceed().catch((error: unknown) => {
        refused ??= error;
        throw error;
      });
    }).shift;

    await shift({ ...ongoing, ...SECOND });

    expect(refused).toBeInstanceOf(RevisionMoved);
    expect(release.traffic()).toBe('1');
  });

  test('after it was written is overtaken', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    await release.steps.shift({ ...ongoing, ...SECOND });
    await release.rivals.rollBack(requestedRollback(release, { actor: 'ann', reason: 'it looks wrong' }));

    expect(await release.steps.shift({ ...ongoing, fromWeight: 0.5 })).toEqual({
      decision: 'stand-down',
      code: 'RolledBack',
      reason: 'rolled back by cli ann: it looks wrong',
    });
  });
});

describe('a fenced execution', () => {
  test('moves nothing of the release that came after its own', async () => {
    const release = await bootstrapped();
    const former = await inCanary(release);
    await release.rivals.rollBack(ownRollback(former));
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });

    expect(await release.steps.shift({ ...former, ...SECOND })).toMatchObject({ code: 'RolledBack' });
    expect(release.traffic()).toBe('1 with 0.1 for 3');
  });

  test('stands down when it was never more than a stranger', async () => {
    const release = await bootstrapped();
    const { functionVersion } = await inCanary(release);

    const answer = await release.steps.shift({ execution: release.execution('stranger'), functionVersion, ...SECOND });

    expect(answer).toEqual({ decision: 'stand-down', code: 'StoodDown', reason: 'this execution has no release' });
  });

  test('stands down when its challenger is the champion already', async () => {
    const release = await bootstrapped();
    const ongoing = await inProbation(release);

    expect(await release.steps.shift({ ...ongoing, ...SECOND })).toMatchObject({
      decision: 'stand-down',
      code: 'StoodDown',
      reason: "entry 'promoted' ended this release: the canary holds",
    });
    expect(release.traffic()).toBe('2');
  });
});

describe('the alarm on crashes', () => {
  const accuse = async (...accused: string[]) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.alarms.alarms.set(CHALLENGER_ALARM, { state: 'ALARM', accused });
    return { release, shift: release.steps.shift({ ...ongoing, ...SECOND }) };
  };

  test('stops a challenger that it names, before anything moves', async () => {
    const { release, shift } = await accuse('1', '2');

    await expect(shift).rejects.toThrow(ChallengerAccused);
    await expect(shift).rejects.toThrow(`${CHALLENGER_ALARM} names function version 2`);
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });

  test('does not stop the successor of a champion that it names', async () => {
    const { shift } = await accuse('1');

    expect(await shift).toMatchObject({ decision: 'shifted', weight: 0.5 });
  });
});
