import { describe, expect, test } from 'vitest';
import {
  acquired,
  BASELINE,
  bootstrapped,
  FIRST,
  LATER_RETRAIN,
  minute,
  RETRAIN,
} from '../domain/ledger/ledger-samples.ts';
import { headOf } from '../in-memory/filled-ledger.ts';
import { execution, setUp } from './conclude-set-up.ts';

const later = { ...execution, arn: LATER_RETRAIN, name: 'tuesday' };
const pause = {
  execution,
  request: { mode: 'pause', reason: 'the data is being repaired', actor: 'ada' },
  outcome: 'paused',
  code: 'paused',
  reason: 'the data is being repaired',
} as const;
const resume = {
  ...pause,
  request: { mode: 'resume', actor: 'bob' },
  outcome: 'resumed',
  code: 'resumed',
  reason: 'the data is whole again',
} as const;

describe('schedules', () => {
  test('are paused by whoever asked, with the reason (S0-04)', async () => {
    const { ledger, conclude } = await setUp();

    expect(await conclude(pause)).toEqual({ sequence: 2, code: 'Paused', reason: 'the data is being repaired' });

    const { event, state, notice } = await headOf(ledger);
    expect(state.paused).toBe(true);
    expect(event).toEqual({
      type: 'paused',
      at: minute(30),
      actor: { kind: 'cli', id: 'ada' },
      execution: RETRAIN,
      reason: 'the data is being repaired',
      evidence: [],
    });
    expect(notice).toMatchObject({ detailType: 'Schedules Paused', severity: 'warning' });
  });

  test('are resumed by whoever asked, also from the console (S0-04)', async () => {
    const { ledger, conclude } = await setUp();
    await conclude(pause);

    await conclude({ ...resume, execution: later, request: { mode: 'resume' } });

    const { event, state, notice } = await headOf(ledger);
    expect(state.paused).toBe(false);
    expect(event).toMatchObject({ type: 'resumed', actor: { kind: 'console' }, reason: 'the data is whole again' });
    expect(notice).toMatchObject({ detailType: 'Schedules Resumed', severity: 'info' });
  });

  test('are paused also while a release is under way, which goes on', async () => {
    const { ledger, conclude } = await setUp([bootstrapped(), acquired(FIRST, BASELINE)]);

    await conclude({ ...pause, execution: later });

    expect((await headOf(ledger)).state).toMatchObject({ paused: true, lease: { execution: RETRAIN } });
  });
});

describe('one execution', () => {
  test('pauses once, however often its step is tried', async () => {
    const { ledger, clock, conclude } = await setUp();
    const first = await conclude(pause);
    clock.advance(60);

    expect(await conclude(pause)).toEqual(first);
    expect((await headOf(ledger)).sequence).toBe(2);
  });

  test('that is tried again does not pause again what somebody has resumed since', async () => {
    const { ledger, clock, conclude } = await setUp();
    const first = await conclude(pause);
    clock.advance(60);
    await conclude({ ...resume, execution: later });

    expect(await conclude(pause)).toEqual(first);
    expect((await headOf(ledger)).state.paused).toBe(false);
  });
});

describe('what is so already is recorded no second time', () => {
  test('a pause says since when, by whom and why', async () => {
    const { ledger, clock, conclude } = await setUp();
    await conclude(pause);
    clock.advance(60);

    const answer = await conclude({ ...pause, execution: later, reason: 'me too' });

    expect(answer).toEqual({
      sequence: 2,
      code: 'AlreadyPaused',
      reason: `the schedules are paused already: paused at ${minute(30)} by cli ada: the data is being repaired`,
    });
    expect((await headOf(ledger)).sequence).toBe(2);
  });

  test('a resumption says who was faster', async () => {
    const { clock, conclude } = await setUp();
    await conclude(pause);
    await conclude({ ...resume, execution: later });
    clock.advance(60);

    const third = { ...execution, arn: `${RETRAIN}-again`, startedAt: minute(31) };
    expect(await conclude({ ...resume, execution: third })).toMatchObject({
      sequence: 3,
      code: 'NotPaused',
      reason: expect.stringMatching(/^the schedules are not paused: resumed at .* by cli bob/),
    });
  });

  test('nothing to resume where nothing was ever paused', async () => {
    const { ledger, conclude } = await setUp();

    expect(await conclude(resume)).toEqual({
      sequence: null,
      code: 'NotPaused',
      reason: 'the schedules are not paused',
    });
    expect((await headOf(ledger)).sequence).toBe(1);
  });

  test('two that pause at the same time leave one entry', async () => {
    const { ledger, conclude } = await setUp();

    const answers = await Promise.all([conclude(pause), conclude({ ...pause, execution: later })]);

    expect(answers.map(({ code }) => code).sort()).toEqual(['AlreadyPaused', 'Paused']);
    expect((await headOf(ledger)).sequence).toBe(2);
  });
});
