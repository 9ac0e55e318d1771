import { describe, expect, test } from 'vitest';
import { recordDecision } from '../../../lib/domain/ledger/ledger.ts';
import { NotLeaseHolder, ReleaseMismatch } from '../../../lib/domain/ledger/ledger-errors.ts';
import type { EventOf, LedgerEvent } from '../../../lib/domain/ledger/ledger-event.ts';
import { codeReleaseInput } from '../../../lib/domain/protocol/code-release.ts';
import type { Execution } from '../../../lib/domain/steps/execution.ts';
import { FUNCTION } from '../../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  codeOrder,
  eventsOf,
  inPeace,
  publication,
  publishing,
  registered,
  requestedRollback,
} from '../../in-memory/release-flow.ts';
import { eventOf, MODEL } from '../ledger/ledger-samples.ts';

const ofVersion = { mode: 'version', modelVersion: '1.0.0' } as const;

/** The entry that a release begins with which was asked for like this. */
async function leaseAfter(request: object) {
  const release = await bootstrapped();
  const ofCode = 'mode' in request && request.mode === 'code';
  if (ofCode) release.lambda.deploy(FUNCTION, { codeSha256: 'bmV3IGNvZGU=' });
  const order = ofCode ? await codeOrder(release) : await registered(release, '1.0.0');
  await release.steps.publish(publication(release.execution('monday'), order, request));
  const [event] = await eventsOf(release, 'lease-acquired');
  if (event === undefined) throw new Error('there should be a lease, got none');
  return event;
}

/** A champion with a predecessor, and an execution that has published the next release. */
async function inPeacefulPublication() {
  const release = await bootstrapped();
  await inPeace(release, { name: 'first', modelVersion: '1.0.0' });
  const { execution } = await publishing(release, { name: 'monday', modelVersion: '1.1.0' });
  release.clock.advance(1);
  return { ...release, input: publication(execution, await registered(release, '1.1.0')) };
}

describe('the lease', () => {
  test.each([
    ['the person who releases a version', { ...ofVersion, actor: 'ada' }, { kind: 'cli', id: 'ada' }],
    ['the console that releases a version', ofVersion, { kind: 'console', id: 'console' }],
    ['the schedule', { trigger: 'schedule', schedule: 'weekly' }, { kind: 'schedule', id: 'weekly' }],
    ['the deployment', codeReleaseInput('ChurnStack', 'new code'), { kind: 'deployment', id: 'ChurnStack' }],
    ['the reconciler', codeReleaseInput('reconciler', 'new code'), { kind: 'deployment', id: 'reconciler' }],
  ])('names %s as the one who asked', async (_, request, actor) => {
    expect((await leaseAfter(request)).actor).toEqual(actor);
  });

  test.each([
    ['says why a person releases a version', { ...ofVersion, reason: 'it is fairer' }, 'version', ': it is fairer'],
    ['of a version begins without a reason too', ofVersion, 'version', ''],
    ['of a trained model leaves the reason to its verdict', { reason: 'new data' }, 'model', ''],
    ['of a forced training too', { force: true, reason: 'new data' }, 'model', ''],
  ])('%s', async (_, request, mode, why) => {
    expect((await leaseAfter(request)).reason).toBe(`${mode} release of 1.0.0, compared with 0.0.0${why}`);
  });

  test('of changed code leaves the reason to the deployment', async () => {
    const { reason } = await leaseAfter(codeReleaseInput('ChurnStack', 'the deployment changed the code'));

    expect(reason).toBe('code release of 0.0.0, compared with 0.0.0');
  });

  test('has room for the longest reason', async () => {
    const reason = 'x'.repeat(500);

    expect((await leaseAfter({ ...ofVersion, reason })).reason).toMatch(/: x{500}$/);
  });

  test('that an execution has lost is not taken by it again, and by another it is', async () => {
    const release = await inPeacefulPublication();
    const { input } = release;
    await release.rivals.rollBack(requestedRollback(release));

    await expect(release.steps.publish(input)).rejects.toThrow(NotLeaseHolder);
    expect(await eventsOf(release, 'lease-acquired')).toHaveLength(2);

    const order = await registered(release, '1.1.0');
    const next = await release.steps.publish(publication(release.execution('tuesday'), order));
    expect(next.decision).toBe('published');
  });

  test("is the execution's, whoever asked: another one of the same person cannot act on it", async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const request = { ...ofVersion, actor: 'ada' };
    const publish = (name: string) => release.steps.publish(publication(release.execution(name), order, request));

    expect(await publish('monday')).toMatchObject({ decision: 'published' });
    expect(await publish('tuesday')).toMatchObject({ decision: 'skip', code: 'LeaseHeld' });

    const [monday, tuesday] = [release.execution('monday'), release.execution('tuesday')];
    await release.steps.smokeTest({ execution: monday, functionVersion: '2' });
    await release.steps.drill({ execution: monday });
    const shift = (execution: Execution) => release.steps.shift({ execution, functionVersion: '2', fromWeight: 0 });
    expect(await shift(tuesday)).toMatchObject({ decision: 'stand-down' });
    expect(await shift(monday)).toMatchObject({ decision: 'shifted' });
  });
});

describe('a comparison that a release rests on', () => {
  const hash = 'a'.repeat(64);

  test.each<[string, (won: EventOf<'registered'>) => LedgerEvent, string]>([
    ['was lost', (won) => ({ ...won, verdict: 'reject' }), "1.0.0 with 'reject'"],
    ['waits for a person', (won) => ({ ...won, verdict: 'hold' }), "1.0.0 with 'hold'"],
    ['is that of another model version', (won) => ({ ...won, modelVersion: '1.1.0' }), "1.1.0 with 'promote'"],
    ['is that of another artefact', (won) => ({ ...won, modelSha256: hash }), "1.0.0 with 'promote'"],
    [
      'is an entry of another kind',
      ({ at }) => eventOf('skipped', { at, execution: null, code: 'x' }),
      'no such entry',
    ],
  ])('lets nothing be released when it %s', async (_, changed, got) => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const [won] = await eventsOf(release, 'registered');
    if (won === undefined) throw new Error('there should be an entry, got none');
    const other = await recordDecision(release.ledger, release.clock, MODEL, (_head, at) => changed({ ...won, at }));
    const grounds = { kind: 'comparison', verdict: 'promote', sequence: other?.sequence ?? 0 } as const;

    const publish = release.steps.publish(publication(release.execution('monday'), { ...order, grounds }));

    await expect(publish).rejects.toThrow(ReleaseMismatch);
    await expect(publish).rejects.toThrow(`entry 3 should register 1.0.0 with 'promote', got ${got}`);
    expect((await release.head()).state.lease).toBeNull();
    expect(release.calls).not.toContain('functions.publish');
  });

  test('that is not in the ledger yet lets nothing be released', async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const grounds = { kind: 'comparison', verdict: 'promote', sequence: 9 } as const;

    await expect(
      release.steps.publish(publication(release.execution('monday'), { ...order, grounds })),
    ).rejects.toThrow(ReleaseMismatch);
  });

  test('costs one read beside the one of former leases, and none once the lease is there or where a person has decided', async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const reads = () => release.calls.filter((call) => call === 'ledger.readFrom').length;
    const input = publication(release.execution('monday'), order);
    await release.steps.publish(input);
    expect(reads()).toBe(2);
    await release.steps.publish(input);
    expect(reads()).toBe(2);

    const forced = await bootstrapped();
    const grounds = { kind: 'forced', reason: 'somebody wanted it' } as const;
    const wanted = { ...(await registered(forced, '1.0.0')), grounds };
    await forced.steps.publish(
      publication(forced.execution('monday'), wanted, { ...ofVersion, force: true, reason: 'somebody wanted it' }),
    );
    expect(forced.calls.filter((call) => call === 'ledger.readFrom')).toHaveLength(1);
  });
});
