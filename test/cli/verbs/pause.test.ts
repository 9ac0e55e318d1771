import { describe, expect, test } from 'vitest';
import { createConclude } from '../../../lambdas/conclude.ts';
import { requestedSwitch } from '../../../lib/domain/decisions/schedule-switch.ts';
import { InvalidInput } from '../../../lib/domain/errors.ts';
import { retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { MODEL } from '../../domain/ledger/ledger-samples.ts';
import { bootstrapped, inCanary } from '../../in-memory/release-flow.ts';
import { connectionTo, type RetrainScript, ratchet, ratchetJson } from '../cli-set-up.ts';

const WHY = ['--reason', 'the data is being repaired'];

/** A model whose Retrain does what the machine does in these modes. */
async function setUp() {
  const release = await bootstrapped();
  const conclude = createConclude({ ...release, modelName: MODEL });
  const retrain: RetrainScript = async (execution, input) => {
    const request = retrainRequestSchema.parse(input);
    const asked = requestedSwitch(request);
    if (asked === null) throw new InvalidInput('the request', []);
    const { outcome, reason } = asked;
    await conclude({ execution, request, outcome, code: outcome, reason });
  };
  return { release, connection: connectionTo(release, { retrain }) };
}

describe('pause', () => {
  test('pauses the schedules, and the ledger has who and why (S0-04)', async () => {
    const { release, connection } = await setUp();

    const { exitCode, stdout } = await ratchet(['pause', ...WHY], connection, { columns: 140 });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^paused\n\nschedules +paused since 2026-01-05 00:00 UTC by cli ada: the data is being/);
    expect(stdout).toMatch(/^why +the data is being repaired$/m);
    const { event, state } = await release.head();
    expect(state.paused).toBe(true);
    expect(event).toMatchObject({ type: 'paused', actor: { kind: 'cli', id: 'ada' } });
  });

  test('says so where they are paused already, and ends well', async () => {
    const { release, connection } = await setUp();
    await ratchet(['pause', ...WHY], connection);
    const { sequence } = await release.head();

    const again = await ratchet(['pause', '--reason', 'me too'], connection, { columns: 140 });

    expect(again.exitCode).toBe(0);
    expect(again.stdout).toMatch(/^paused already\n/);
    expect(again.stdout).toContain('by cli ada: the data is being repaired');
    expect((await release.head()).sequence).toBe(sequence);
  });

  test('--json answers what changed, and how they are now', async () => {
    const { release, connection } = await setUp();

    const first = await ratchetJson(['pause', ...WHY], connection);
    const second = await ratchetJson(['pause', '--reason', 'me too'], connection);

    const since = (await release.head()).event.at;
    const pause = { since, by: { kind: 'cli', id: 'ada' }, reason: 'the data is being repaired' };
    expect(first).toMatchObject({ exitCode: 0, json: { success: true, changed: true, paused: true, pause } });
    expect(first.json.timestamp).toBe(since);
    expect(second).toMatchObject({ exitCode: 0, json: { success: true, changed: false, paused: true, pause } });
  });

  test('says in red that it did not when the execution failed, and ends with 1', async () => {
    const release = await bootstrapped();
    const retrain: RetrainScript = () => Promise.reject(new InvalidInput('the request', []));
    const connection = connectionTo(release, { retrain });

    const { exitCode, stdout } = await ratchet(['pause', ...WHY], connection);
    release.clock.advance(1);
    const { json } = await ratchetJson(['pause', ...WHY], connection);

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^not paused\n\nschedules +on\nwhy +the execution ended as FAILED\n/);
    expect(json).toMatchObject({ success: false, changed: false, paused: false, pause: null });
  });

  test.each([
    [[], "required option '--reason <TEXT>' not specified"],
    [['--reason', ' '], '--reason should have 1 to 500 characters, got 0'],
  ])('%j is wrong usage, and nothing is started', async (words, message) => {
    const { release, connection } = await setUp();
    const started = release.executions.started.size;

    const { exitCode, stderr } = await ratchet(['pause', ...words], connection);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(release.executions.started.size).toBe(started);
  });
});

describe('resume', () => {
  test.each([
    [[], 'the schedules may run again'],
    [['--reason', 'the data is whole again'], 'the data is whole again'],
  ])('with %j lets the schedules run again (S0-04)', async (words, why) => {
    const { release, connection } = await setUp();
    await ratchet(['pause', ...WHY], connection);

    const { exitCode, stdout } = await ratchet(['resume', ...words], connection);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^resumed\n\nschedules +on\nwhy +${why}\n`));
    expect((await release.head()).state.paused).toBe(false);
  });

  test('says so where nothing is paused', async () => {
    const { release, connection } = await setUp();

    const { exitCode, stdout } = await ratchet(['resume'], connection);
    release.clock.advance(1);
    const { json } = await ratchetJson(['resume'], connection);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^not paused, so there is nothing to resume\n/);
    expect(json).toMatchObject({ success: true, changed: false, paused: false });
  });
});

describe('status', () => {
  test('says since when the schedules are paused, by whom and why, whatever happened since (S0-04)', async () => {
    const { release, connection } = await setUp();
    await ratchet(['pause', ...WHY], connection);
    await inCanary(release);

    const { stdout } = await ratchet(['status'], connection, { columns: 140 });
    const { json } = await ratchetJson(['status'], connection);

    expect(stdout).toMatch(/^schedules +paused since 2026-01-05 00:00 UTC by cli ada: the data is being repaired$/m);
    expect(json).toMatchObject({ paused: true, pause: { by: { id: 'ada' }, reason: 'the data is being repaired' } });
  });

  test('says that they are on again', async () => {
    const { connection } = await setUp();
    await ratchet(['pause', ...WHY], connection);
    await ratchet(['resume'], connection);

    expect((await ratchet(['status'], connection)).stdout).toMatch(/^schedules +on$/m);
    expect((await ratchetJson(['status'], connection)).json).toMatchObject({ paused: false, pause: null });
  });
});
