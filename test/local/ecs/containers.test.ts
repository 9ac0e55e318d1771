import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { containerSetUp } from './container-set-up.ts';

test.each([
  ['a script that comes to its end', 'console.log(1);', 0],
  ['a script that ends the process', 'process.exit(7);', 7],
  ['a script that throws', "throw new TypeError('broken');", 1],
  ['a script that is none', 'const;', 1],
])('%s ends with its exit code', async (_what, script, exitCode) => {
  const { run } = containerSetUp();

  expect(await run(script)).toMatchObject({ code: 'EssentialContainerExited', exitCode });
});

test('a script sees the variables of its definition, those of its order over them, and virtual time', async () => {
  const { run, lines } = containerSetUp();
  const script = 'console.log(process.env.TASK_INPUT, new Date().toISOString());';

  await run(script, { environment: { TASK_INPUT: 'order' } });

  expect(lines()).toEqual(['order 2026-01-05T00:00:00.000Z']);
});

test('what is left on its disk is gone with it', async () => {
  const { run, lines } = containerSetUp();

  await run("import { tmpdir } from 'node:os'; console.log([...tmpdir()].join(' '));");

  const folder = lines()[0]?.replaceAll(' ', '') ?? '';
  expect(folder).toContain('ratchet-container-');
  expect(existsSync(folder)).toBe(false);
});

test.each([
  [{ kind: 'crash' } as const, true, { code: 'SpotInterruption', exitCode: 137 }],
  [{ kind: 'crash' } as const, false, { code: 'EssentialContainerExited', exitCode: 137 }],
  [{ kind: 'fail-before' } as const, true, { code: 'TaskFailedToStart', exitCode: null }],
])('the fault %j, spare capacity %j, is %j', async (fault, spot, stop) => {
  const { run, faults } = containerSetUp();
  faults.add({ point: 'task:train', ...fault });

  expect(await run('', { spot })).toMatchObject(stop);
  expect(await run('', { spot })).toMatchObject({ exitCode: 0 });
});

test('who does not want it any more ends it in the middle of its work', async () => {
  const { run, clock } = containerSetUp();
  const controller = new AbortController();
  clock.schedule(60_000, 'stop', () => controller.abort(new Error('stopped')));

  const stopped = run('await new Promise((resolve) => setTimeout(resolve, 3_600_000));', {}, controller.signal);

  await expect(stopped).rejects.toThrow('stopped');
  expect(clock.now()).toBe(Date.UTC(2026, 0, 5, 0, 1));
});
