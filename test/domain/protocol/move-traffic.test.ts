import { describe, expect, test } from 'vitest';
import { type Decide, recordDecision } from '../../../lib/domain/ledger/ledger.ts';
import { ForeignFunction, LedgerConflict, NotBootstrapped } from '../../../lib/domain/ledger/ledger-errors.ts';
import { RevisionMoved } from '../../../lib/domain/ports/adapter-errors.ts';
import { moveTraffic, projectHead } from '../../../lib/domain/protocol/move-traffic.ts';
import { AliasMissing } from '../../../lib/domain/protocol/protocol-errors.ts';
import { type InMemoryRelease, inMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { bootstrapped, inCanary, inPeace, inProbation } from '../../in-memory/release-flow.ts';
import { eventOf, MODEL, rolledBack } from '../ledger/ledger-samples.ts';

const ports = (release: InMemoryRelease) => release.portsThrough(release.gate);
/** Those of somebody who comes in between. */
const rivalPorts = (release: InMemoryRelease) => release.portsThrough((_call, proceed) => proceed());
const rolledBackByHand: Decide = (_head, at) => rolledBack('manual', { at, execution: null });
const byHand = (release: InMemoryRelease) => moveTraffic(ports(release), rolledBackByHand);
const paused: Decide = (_head, at) => eventOf('paused', { at, execution: null });
const pause = ({ ledger, clock }: InMemoryRelease) => recordDecision(ledger, clock, MODEL, paused);

/** Writes the alias under a new revision without moving it. */
async function touch({ alias, lambda }: InMemoryRelease, functionName = 'churn-predict'): Promise<void> {
  const found = await alias.read(functionName);
  if (found === null) throw new Error('there should be an alias, got none');
  await alias.move(functionName, found, `touched ${lambda.nextRevision()}`, found.revisionId);
}

describe('a decision about traffic', () => {
  test('reads the alias before the head, and writes the intent before the alias (C-9)', async () => {
    const release = await bootstrapped();
    await inCanary(release);

    const move = await byHand(release);

    expect(release.calls).toEqual(['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move']);
    expect(move).toMatchObject({ wrote: true, stands: true, appended: { event: { type: 'rolled-back' } } });
    expect(move.found.canary).toEqual({ functionVersion: '2', weight: 0.1 });
    expect(release.traffic()).toBe('1');
  });

  test('names its entry and its own time in the description of the alias', async () => {
    const release = await bootstrapped();
    await inCanary(release);

    await byHand(release);

    const { sequence, event } = await release.head();
    expect((await release.alias.read('churn-predict'))?.description).toBe(`seq=${sequence} moved=${event.at}`);
  });

  test('that comes to nothing only makes sure that the alias is where the ledger says', async () => {
    const release = await bootstrapped();

    const move = await moveTraffic(ports(release), () => null);

    expect(release.calls).toEqual(['alias.read', 'ledger.readHead']);
    expect(move).toMatchObject({ appended: null, wrote: false, stands: true });
  });

  test('that leaves the traffic alone does not write the alias', async () => {
    const release = await bootstrapped();

    const move = await moveTraffic(ports(release), paused);

    expect(release.calls).toEqual(['alias.read', 'ledger.readHead', 'ledger.append']);
    expect(move).toMatchObject({ wrote: false, stands: true });
  });

  test('that the ledger refuses changes nothing', async () => {
    const release = await bootstrapped();
    const before = await release.head();

    await expect(byHand(release)).rejects.toThrow(/no earlier champion/);

    expect(await release.head()).toEqual(before);
    expect(release.calls).toEqual(['alias.read', 'ledger.readHead']);
  });
});

describe('a decision that loses the race for its number', () => {
  test('is made again on the new head, and the alias is not read again', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.beforeCall('ledger.append', () => pause(release));

    const move = await byHand(release);

    expect(release.calls).toEqual([
      ...['alias.read', 'ledger.readHead', 'ledger.append', 'ledger.readHead', 'ledger.append'],
      'alias.move',
    ]);
    expect(move.appended?.sequence).toBe((await release.head()).sequence);
    expect(release.traffic()).toBe('1');
  });

  test('gives up after eight attempts, and leaves the alias alone', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    const lost = () => {
      throw new LedgerConflict('taken');
    };
    for (let attempt = 1; attempt <= 8; attempt += 1) release.beforeCall('ledger.append', lost);

    await expect(byHand(release)).rejects.toThrow(LedgerConflict);

    expect(release.calls.filter((call) => call === 'ledger.append')).toHaveLength(8);
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });

  test('still wins the eighth', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    for (let attempt = 1; attempt <= 7; attempt += 1)
      release.beforeCall('ledger.append', () => Promise.reject(new LedgerConflict('taken')));

    await byHand(release);

    expect(release.traffic()).toBe('1');
  });
});

describe('a refused alias write', () => {
  test('is repeated under the new revision while the decision stands', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.beforeCall('alias.move', () => touch(release));

    const move = await byHand(release);

    expect(release.calls.slice(3)).toEqual(['alias.move', 'alias.read', 'ledger.readHead', 'alias.move']);
    expect(move).toMatchObject({ wrote: true, stands: true });
    expect(release.traffic()).toBe('1');
  });

  test('is repeated when the newest entry says something else, but not about the traffic', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.beforeCall('alias.move', async () => {
      await touch(release);
      await pause(release);
    });

    const move = await byHand(release);

    expect(move).toMatchObject({ wrote: true, stands: true });
    expect(move.head.event.type).toBe('paused');
    expect(release.traffic()).toBe('1');
  });

  test('is not repeated when a newer decision has moved the traffic', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
    release.beforeCall('alias.move', () => moveTraffic(rivalPorts(release), rolledBackByHand));

    const move = await byHand(release);

    expect(move).toMatchObject({ wrote: false, stands: false });
    expect(release.calls.slice(3)).toEqual(['alias.move', 'alias.read', 'ledger.readHead']);
    expect(release.traffic()).toBe('1');
  });

  test('is not repeated when newer decisions have led to the same place', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.beforeCall('alias.move', async () => {
      await release.rivals.reconcile();
      await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });
      await moveTraffic(rivalPorts(release), rolledBackByHand);
    });

    const move = await byHand(release);

    expect(move).toMatchObject({ wrote: false, stands: false });
    const { routing } = (await release.head()).state;
    expect((await release.alias.read('churn-predict'))?.description).toContain(`moved=${routing?.movedAt}`);
    expect(release.traffic()).toBe('1');
  });

  test('is done when the reconciler has written it meanwhile', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.beforeCall('alias.move', () => projectHead(rivalPorts(release)));

    const move = await byHand(release);

    expect(move).toMatchObject({ wrote: false, stands: true });
    expect(release.calls.slice(3)).toEqual(['alias.move', 'alias.read', 'ledger.readHead']);
  });

  test('is done when only the answer of the first attempt was lost', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    release.afterCall('alias.move', () => Promise.reject(new RevisionMoved('the repeated request met the first')));

    const move = await byHand(release);

    expect(move.stands).toBe(true);
    expect(release.calls.filter((call) => call === 'alias.move')).toHaveLength(1);
    expect(release.traffic()).toBe('1');
  });

  test('is given up after eight attempts', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    for (let attempt = 1; attempt <= 8; attempt += 1) release.beforeCall('alias.move', () => touch(release));

    await expect(byHand(release)).rejects.toThrow(RevisionMoved);

    expect(release.calls.filter((call) => call === 'alias.move')).toHaveLength(8);
    expect((await release.head()).event.type).toBe('rolled-back');
  });
});

describe('an alias that seems to be there already', () => {
  test('is written all the same by a decision that it does not show', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    // a shift that was decided before may still be about to be written, so the revision has to change
    const stale = await release.alias.read('churn-predict');
    await release.alias.move(
      'churn-predict',
      { functionVersion: '1', canary: null },
      'by hand',
      stale?.revisionId ?? '',
    );
    const found = await release.alias.read('churn-predict');

    const move = await byHand(release);

    expect(move).toMatchObject({ wrote: true, found: { functionVersion: '1', canary: null } });
    expect((await release.alias.read('churn-predict'))?.revisionId).not.toBe(found?.revisionId);
  });
});

describe('what cannot be projected', () => {
  test('is not decided: the alias is missing', async () => {
    const release = await bootstrapped();
    await inCanary(release);
    await release.alias.delete('churn-predict');

    await expect(byHand(release)).rejects.toThrow(AliasMissing);

    expect((await release.head()).event.type).toBe('shifted');
  });

  test('is not decided: the ledger routes traffic on another function', async () => {
    const release = await bootstrapped();
    await inProbation(release);
    release.lambda.deploy('churn-predict-again', {}, release.predict);
    await createAlias(release, 'churn-predict-again');
    const before = await release.head();
    const elsewhere = { ...ports(release), functionName: 'churn-predict-again' };

    await expect(moveTraffic(elsewhere, rolledBackByHand)).rejects.toThrow(ForeignFunction);
    expect(await release.head()).toEqual(before);
    expect(release.calls).not.toContain('alias.move');
  });

  test('is not decided: there is no ledger yet', async () => {
    const release = inMemoryRelease();
    await createAlias(release, 'churn-predict');

    await expect(projectHead(ports(release))).rejects.toThrow(NotBootstrapped);
    expect(await release.ledger.readHead(MODEL)).toBeNull();
  });
});

/** By hand, on a version of its own. */
async function createAlias({ functions, alias }: InMemoryRelease, functionName: string): Promise<void> {
  const latest = await functions.readConfiguration(functionName);
  const { functionVersion } = await functions.publish(functionName, { ...latest, description: '' });
  await alias.create(functionName, { functionVersion, canary: null }, 'by hand');
}
