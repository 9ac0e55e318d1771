import { expect, test } from 'vitest';
import type { ModelConnection } from '../../../lib/cli/model-connection.ts';
import { milliseconds, timestamp } from '../../../lib/domain/time.ts';
import { bootstrapped, inPeace, inProbation } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

async function released(): Promise<ModelConnection> {
  const release = await bootstrapped();
  release.clock.advance(86_400);
  await inProbation(release);
  return connectionTo(release);
}

test('shows every decision with its reason, its numbers and who took it, the newest first', async () => {
  const { exitCode, stdout } = await ratchet(['history'], await released());

  expect(exitCode).toBe(0);
  const [newest = '', ...older] = stdout.split(/\n\n/).slice(1);
  expect(newest).toMatch(/^ {3}8 {2}2026-01-06 00:00 {2}promoted +1\.0\.0\n/);
  expect(newest).toContain('\n      the canary holds\n      bad answers 0.01, threshold 0.05, n = 5000\n');
  expect(newest).toMatch(/\n {6}by execution monday$/);
  const sequences = [newest, ...older].map((text) => Number(text.trim().split(' ')[0]));
  expect(sequences).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
});

test('names of a check the version that was checked, not the champion', async () => {
  const { stdout } = await ratchet(['history'], await released());

  expect(stdout).toMatch(/servability-checked {2}1\.0\.0\n +smoke-test/);
  expect(stdout).toMatch(/servability-checked {2}0\.0\.0\n +drill/);
});

test.each([
  ['2026-01-05', '0.0.0', 1],
  ['2026-01-06', '1.0.0', 8],
  ['2026-01-05T23:59', '0.0.0', 1],
  ['2026-01-06T12:00:00+01:00', '1.0.0', 8],
])('--at %s says that %s was live, and shows the %i decisions up to then', async (at, modelVersion, count) => {
  const connection = await released();

  const { json } = await ratchetJson(['history', '--at', at], connection);
  const { stdout } = await ratchet(['history', '--at', at], connection, { columns: 140 });

  expect(json.live.modelVersion).toBe(modelVersion);
  expect(json.entries).toHaveLength(count);
  expect(stdout).toContain(`UTC ${modelVersion} on function version`);
  expect(stdout).toContain('was live, since');
});

test('a decision belongs to its own millisecond, and not to the one before', async () => {
  const connection = await released();
  const at = (await connection.ledger.readHead('churn'))?.event.at ?? '';
  const before = timestamp(milliseconds(at) - 1);

  expect((await ratchetJson(['history', '--at', at], connection)).json.live.modelVersion).toBe('1.0.0');
  expect((await ratchetJson(['history', '--at', before], connection)).json.live.modelVersion).toBe('0.0.0');
});

test('--at a time before everything says that nothing was live', async () => {
  const { exitCode, stdout } = await ratchet(['history', '--at', '2025-12-31'], await released());

  expect(exitCode).toBe(0);
  expect(stdout).toContain('at 2025-12-31 23:59 UTC nothing was live yet');
});

test('--verify says that the whole chain holds (S4-37)', async () => {
  const connection = await released();

  expect((await ratchet(['history', '--verify'], connection)).stdout).toContain('the hash chain of 8 entries is whole');
  expect((await ratchetJson(['history', '--verify'], connection)).json.verified).toBe(8);
  expect((await ratchetJson(['history'], connection)).json.verified).toBeNull();
});

test('an altered entry ends it, and nothing is printed', async () => {
  const release = await bootstrapped();
  await inPeace(release);
  const { ledger } = release;
  const readFrom: typeof ledger.readFrom = async (...asked) =>
    (await ledger.readFrom(...asked)).map(({ text, hash }) => ({ text: text.replace('monday', 'sunday'), hash }));
  const connection = { ...connectionTo(release), ledger: { ...ledger, readFrom } };

  for (const words of [['history'], ['history', '--verify'], ['history', '--json']]) {
    const { exitCode, stdout, stderr } = await ratchet(words, connection);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: LedgerBroken: .*hash/);
  }
});
