import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { synthesizeCanaryApp } from './canary-app/canary-app.ts';
import { replayDay } from './canary-app/replay.ts';

const assembly = fileURLToPath(new URL('../../dist/long-canary-app', import.meta.url));
const script = fileURLToPath(new URL('canary-app/print-replay.ts', import.meta.url));

beforeAll(() => synthesizeCanaryApp(assembly));

test.each(['3', '4'])('seed %s gives one log in two processes, with a good canary and a bad one', async (seed) => {
  const digests = new Set<string>();
  for (const behaviour of ['good', 'bad'] as const) {
    const here = await replayDay(assembly, seed, behaviour);
    const there = execFileSync(process.execPath, [script, assembly, seed, behaviour], { encoding: 'utf8' });
    expect(JSON.parse(there)).toEqual(here);
    expect(here.failed).toBe(behaviour === 'good' ? 0 : here.served[2]);
    digests.add(here.digest);
  }
  expect(digests.size).toBe(2);
});
