import { describe, expect, test } from 'vitest';
import { codeReleaseInput } from '../../../lib/domain/protocol/code-release.ts';
import type { Execution } from '../../../lib/domain/steps/execution.ts';
import { FUNCTION } from '../../in-memory/in-memory-release.ts';
import { bootstrapped, codeOrder, eventsOf, publication, registered } from '../../in-memory/release-flow.ts';

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
