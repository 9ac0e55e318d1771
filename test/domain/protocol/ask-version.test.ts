import { describe, expect, test } from 'vitest';
import type { FunctionVersions } from '../../../lib/domain/ports/function-versions.ts';
import { askVersion } from '../../../lib/domain/protocol/ask-version.ts';
import { FUNCTION, type InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { bootstrapped } from '../../in-memory/release-flow.ts';

const baseline = { functionVersion: '1', modelVersion: '0.0.0' };
const ask = (release: InMemoryRelease, version = baseline) => askVersion(release.portsThrough(release.gate), version);
const asked = ({ calls }: InMemoryRelease) => calls.filter((call) => call === 'functions.invoke').length;

/** With another answer of Lambda than the function's own. */
async function askWith(answer: Partial<Awaited<ReturnType<FunctionVersions['invoke']>>>) {
  const release = await bootstrapped();
  const { functions, ...ports } = release.portsThrough(release.gate);
  const invoke: typeof functions.invoke = async (...call) => ({ ...(await functions.invoke(...call)), ...answer });
  return askVersion({ ...ports, functions: { ...functions, invoke } }, baseline);
}

test('a version that answers as its model is asked once, by its number', async () => {
  const release = await bootstrapped();

  const answer = await ask(release);

  expect(answer).toMatchObject({ servable: true, detail: 'answered as 0.0.0', reply: { version: '0.0.0' } });
  expect(release.calls).toEqual(['functions.invoke']);
});

test('a version that slept is woken up, and answers when it is awake', async () => {
  const release = await bootstrapped();
  release.lambda.deactivate(FUNCTION, '1');

  expect((await ask(release)).servable).toBe(true);
  expect(asked(release)).toBeGreaterThan(1);
});

describe('a version is not servable that', () => {
  test.each([
    [
      'serves another model',
      { ok: true, version: '9.9.9', auc: null, n_train: 0, load_time: 0 },
      'it serves 9.9.9, not 0.0.0',
    ],
    ['could not load its model', { ok: false, error: 'the hash differs' }, 'the hash differs'],
    ['crashes', new TypeError('x is undefined'), 'it crashed: TypeError: x is undefined'],
  ] as const)('%s', async (_, answer, detail) => {
    const release = await bootstrapped();
    release.answers.set('1', answer);

    expect(await ask(release)).toMatchObject({ servable: false, detail });
    expect(asked(release)).toBe(5);
  });

  test('crashes without a message', async () => {
    const answer = await askWith({ functionError: 'Unhandled', payload: null });

    expect(answer).toMatchObject({ servable: false, detail: 'it crashed: without a message', reply: null });
  });

  test('was not asked, because another one answered', async () => {
    expect((await askWith({ executedVersion: '2' })).detail).toBe('function version 2 answered instead');
  });

  test('answers something else than a smoke test', async () => {
    expect((await askWith({ payload: { statusCode: 200 } })).detail).toBe('its answer is not one of a smoke test');
  });

  test('does not exist', async () => {
    const release = await bootstrapped();

    expect((await ask(release, { ...baseline, functionVersion: '7' })).detail).toMatch(/:7 does not exist/);
  });
});

test('a version that mends itself in time is servable', async () => {
  const release = await bootstrapped();
  release.answers.set('1', new Error('out of memory'));
  for (let attempt = 1; attempt <= 4; attempt += 1) release.beforeCall('functions.invoke', () => undefined);
  release.beforeCall('functions.invoke', () => release.answers.clear());

  expect((await ask(release)).servable).toBe(true);
  expect(asked(release)).toBe(5);
});

test('the attempts are a second, two, three and four apart, and nothing is waited for after the last', async () => {
  const release = await bootstrapped();
  release.answers.set('1', { ok: false, error: 'no' });
  const start = Date.parse(release.clock.now());

  await ask(release);

  expect(Date.parse(release.clock.now()) - start).toBe(10_000);
});

test('what a version says is cut to what a ledger entry can carry', async () => {
  const release = await bootstrapped();
  release.answers.set('1', { ok: false, error: `${'x'.repeat(499)}😀` });

  const { detail } = await ask(release);

  expect(detail).toHaveLength(500);
  expect(detail.isWellFormed()).toBe(true);
});

test('a failure of Lambda itself says nothing about the version', async () => {
  const release = await bootstrapped();
  release.beforeCall('functions.invoke', () => Promise.reject(new Error('TooManyRequestsException')));

  await expect(ask(release)).rejects.toThrow('TooManyRequestsException');
});
