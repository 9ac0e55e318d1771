import { describe, expect, test } from 'vitest';
import { NoEvidence } from '../../lib/domain/ledger/ledger-errors.ts';
import { promoteOutputSchema } from '../../lib/domain/steps/promote.ts';
import { FUNCTION } from '../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  ownRollback,
  promotion,
  proving,
  requestedRollback,
} from '../in-memory/release-flow.ts';

const NEW_CODE = { codeSha256: 'bmV3IGNvZGU=' };

describe('a promotion', () => {
  test('is read, decided, recorded and written in this order', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    const answer = await release.steps.promote(promotion(ongoing));

    expect(promoteOutputSchema.parse(answer)).toMatchObject({ decision: 'promoted', modelVersion: '1.0.0' });
    expect(release.calls).toEqual([
      ...['definition.definition', 'ledger.readHead'],
      ...['alias.read', 'ledger.readHead', 'ledger.append', 'alias.move'],
    ]);
    expect(release.traffic()).toBe('2');
  });

  test('starts a probation as long as the definition says', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    const answer = await release.steps.promote(promotion(ongoing));

    const { event, state } = await release.head();
    expect(answer).toMatchObject({ probationEnd: state.probationEnd });
    expect(Date.parse(state.probationEnd ?? '') - Date.parse(event.at)).toBe(12 * 3600 * 1000);
    expect(state).toMatchObject({ lease: null, challenger: null, champion: { modelVersion: '1.0.0' } });
    expect(state.previousChampions.map(({ modelVersion }) => modelVersion)).toEqual(['0.0.0']);
  });

  test('keeps the evidence and the reason it came with', async () => {
    const release = await bootstrapped();
    const input = promotion(await inCanary(release));

    await release.steps.promote(input);

    expect((await release.head()).event).toMatchObject({ reason: input.reason, evidence: input.evidence });
  });

  test('without evidence is none', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);

    await expect(release.steps.promote({ ...promotion(ongoing), evidence: [] })).rejects.toThrow(NoEvidence);
    expect(release.traffic()).toBe('1 with 0.1 for 2');
  });

  test('at once needs no canary where the policy has none', async () => {
    const release = await bootstrapped({ canary: { enabled: false } });
    const ongoing = await proving(release);

    expect(await release.steps.promote(promotion(ongoing))).toMatchObject({ decision: 'promoted' });
    expect(release.traffic()).toBe('2');
  });

  test('needs a canary where the policy has one', async () => {
    const release = await bootstrapped();
    const ongoing = await proving(release);

    await expect(release.steps.promote(promotion(ongoing))).rejects.toThrow(/from its canary, and it has none/);
  });
});

describe('a repeated promotion', () => {
  test('answers as the first, and begins no second probation', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    const first = await release.steps.promote(promotion(ongoing));
    release.clock.advance(600);

    expect(await release.steps.promote(promotion(ongoing))).toEqual(first);
  });

  test.each(['ledger.append', 'alias.move'])('finishes what stopped at %s', async (call) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.afterCall(call, () => Promise.reject(new Error('connection reset')));
    await expect(release.steps.promote(promotion(ongoing))).rejects.toThrow('connection reset');

    expect(await release.steps.promote(promotion(ongoing))).toMatchObject({ decision: 'promoted' });

    expect(release.traffic()).toBe('2');
  });

  test('after a later release began stands down', async () => {
    const release = await bootstrapped();
    const former = await inPeace(release);
    await inCanary(release, { name: 'tuesday', modelVersion: '1.1.0' });

    expect(await release.steps.promote(promotion(former))).toMatchObject({ code: 'StoodDown' });
    expect(release.traffic()).toBe('2 with 0.1 for 3');
  });
});

describe('a promotion that a rollback meets', () => {
  test.each(['ledger.readHead', 'ledger.append', 'alias.move'])('before %s stands down', async (call) => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    const rollback =
      call === 'alias.move' ? requestedRollback(release, { actor: 'ann', reason: 'no' }) : ownRollback(ongoing);
    release.clock.advance(1);
    release.beforeCall(call, () => release.rivals.rollBack(rollback));

    expect(await release.steps.promote(promotion(ongoing))).toMatchObject({
      decision: 'stand-down',
      code: 'RolledBack',
    });
    expect(release.traffic()).toBe('1');
  });

  test('afterwards finds who took it back', async () => {
    const release = await bootstrapped();
    const ongoing = await inProbation(release);
    await release.rivals.rollBack(requestedRollback(release, { actor: 'ann', reason: 'it looks wrong' }));

    expect(await release.steps.promote(promotion(ongoing))).toEqual({
      decision: 'stand-down',
      code: 'RolledBack',
      reason: 'rolled back by cli ann: it looks wrong',
    });
  });
});

describe('a release of code', () => {
  test('is promoted while its code is the one that is deployed', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const ongoing = await inCanary(release, { mode: 'code' });

    expect(await release.steps.promote(promotion(ongoing))).toMatchObject({
      decision: 'promoted',
      modelVersion: '0.0.0',
    });
  });

  test('is superseded by newer code, with the evidence that its rollback needs, and nothing moves', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const ongoing = await inCanary(release, { mode: 'code' });
    release.lambda.deploy(FUNCTION, { codeSha256: 'bmV3ZXIgY29kZQ==' });

    const answer = await release.steps.promote(promotion(ongoing));

    expect(answer).toMatchObject({ decision: 'superseded', cause: 'superseded' });
    expect(release.traffic()).toBe('1 with 0.1 for 2');
    if (answer.decision !== 'superseded') throw new Error('it should be superseded');
    const { cause, reason, evidence } = answer;
    await release.steps.rollBack({ ...ongoing, cause, reason, evidence });
    expect((await release.head()).state.rejectedCode).toBeNull();
    expect(release.traffic()).toBe('1');
  });

  test('by somebody else does not ask for the code', async () => {
    const release = await bootstrapped();
    release.lambda.deploy(FUNCTION, NEW_CODE);
    const { functionVersion } = await inCanary(release, { mode: 'code' });
    const stranger = { execution: release.execution('stranger'), functionVersion };

    expect(await release.steps.promote(promotion(stranger))).toMatchObject({ code: 'StoodDown' });
    expect(release.calls).not.toContain('functions.readConfiguration');
  });

  test('of a model does not ask for the code either', async () => {
    const release = await bootstrapped();
    const ongoing = await inCanary(release);
    release.lambda.deploy(FUNCTION, NEW_CODE);

    expect(await release.steps.promote(promotion(ongoing))).toMatchObject({ decision: 'promoted' });
  });
});
