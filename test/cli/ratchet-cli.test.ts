import { describe, expect, test } from 'vitest';
import type { DemoFlags } from '../../lib/cli/demo-flags.ts';
import type { Selection } from '../../lib/cli/model-connection.ts';
import { runCli } from '../../lib/cli/ratchet-cli.ts';
import { modelVerbs } from '../../lib/cli/verbs/model-verbs.ts';
import { cliVerbs, flagsOf } from '../../lib/domain/cli-verbs.ts';
import { bootstrapped } from '../in-memory/release-flow.ts';
import { connectionTo, type Ended, ratchet, ratchetWith } from './cli-set-up.ts';

const verbNames = Object.keys(modelVerbs);

describe('help', () => {
  test('lists the verbs that do something, and no other', async () => {
    const { exitCode, stdout, stderr } = await ratchetWith(['--help']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const listed = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(verbNames.toSorted());
    expect(stdout).toContain('Exit codes: 0 done');
  });

  test('lists the demo where there is one', async () => {
    expect((await ratchetWith(['--help'], { demo: async () => 0 })).stdout).toMatch(/^ {2}demo /m);
  });

  test.each(verbNames)('of %s has its flags', async (name) => {
    const { exitCode, stdout } = await ratchetWith([name, '--help'], { columns: 140 });

    expect(exitCode).toBe(0);
    const verb = cliVerbs[name as keyof typeof modelVerbs];
    expect(stdout).toContain(verb.summary);
    for (const { flag } of flagsOf(verb)) expect(stdout).toContain(flag);
  });

  test('is wrapped to the width of the terminal', async () => {
    for (const words of [['--help'], ['rollback', '--help']]) {
      const { stdout } = await ratchetWith(words, { columns: 70 });
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(70);
    }
  });
});

describe('wrong usage ends with 2 and says what would be right', () => {
  test.each([
    [[], 'Usage: ratchet'],
    [['stauts'], '(Did you mean status?)'],
    [['advise'], "unknown command 'advise'"],
    [['explain', 'monday', 'tuesday'], "too many arguments for 'explain'"],
    [['demo'], "unknown command 'demo'"],
    [['status', '--jsn'], '(Did you mean --json?)'],
    [['status', 'churn'], "too many arguments for 'status'"],
    [['history', '--at'], "option '--at <DATE>' argument missing"],
    [['rollback'], "see 'ratchet rollback --help'"],
  ])('%j', async (words, message) => {
    const { exitCode, stdout, stderr } = await ratchetWith(words);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('also with --json, whose output then is empty', async () => {
    const { exitCode, stdout } = await ratchetWith(['history', '--at', 'noon', '--json']);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });
});

describe('the model that is meant', () => {
  async function selectionOf(words: readonly string[]): Promise<Selection | null> {
    let selected: Selection | null = null;
    const connection = connectionTo(await bootstrapped());
    await ratchetWith(words, {
      connect: (selection, work) => {
        selected = selection;
        return work(connection);
      },
    });
    return selected;
  }

  test.each([
    [['list'], { modelName: null, platformName: null }],
    [['list', '--model', 'churn'], { modelName: 'churn', platformName: null }],
    [['list', '--model=churn', '--platform', 'trial'], { modelName: 'churn', platformName: 'trial' }],
  ])('%j', async (words, selection) => {
    expect(await selectionOf(words)).toEqual(selection);
  });
});

test('a folder that is no kept run is not found, and it is said how to make one', async () => {
  const { exitCode, stdout, stderr } = await ratchetWith(['status', '--local', '/nowhere']);

  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toBe(
    "error: --local should name the folder of a kept run, got '/nowhere': make one with 'npm start -- --keep DIR'\n",
  );
});

test.each([
  [{ USER: 'ada', LOGNAME: 'bob' }, 'ada'],
  [{ LOGNAME: 'bob' }, 'bob'],
  [{ USERNAME: 'eve' }, 'eve'],
  [{}, 'unknown user'],
])('of %j the ledger has %s', async (environment, id) => {
  const release = await bootstrapped();

  await ratchet(['rollback', '--reason', 'x'], connectionTo(release), { environment });

  expect((await release.head()).event.actor).toEqual({ kind: 'cli', id });
});

test('a defect is reported with its trace, and ends with 1', async () => {
  const connection = { ...connectionTo(await bootstrapped()), running: () => Promise.reject(new TypeError('oops')) };

  const { exitCode, stdout, stderr } = await ratchet(['status'], connection);

  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^TypeError: oops\n {4}at [\s\S]*\nerror: this is a defect of ratchet, please report it\n$/);
});

test('colours are for terminals', async () => {
  const connection = connectionTo(await bootstrapped());

  expect((await ratchet(['verify'], connection, { isTTY: true })).stdout).toContain('\u001b[');
  expect((await ratchet(['verify'], connection, { isTTY: false })).stdout).not.toContain('\u001b[');
});

describe('demo', () => {
  async function demo(...words: string[]): Promise<{ ended: Ended; flags: DemoFlags | undefined }> {
    const given: DemoFlags[] = [];
    const ended = await ratchetWith(['demo', ...words], {
      demo: async (flags) => {
        given.push(flags);
        return 7;
      },
    });
    return { ended, flags: given[0] };
  }

  test('has usual flags, and its exit code is the one of the command', async () => {
    const { ended, flags } = await demo();

    expect(ended.exitCode).toBe(7);
    expect(flags).toEqual({ seed: '1', keep: null, speed: null, model: null, data: null, json: false });
  });

  test('is told everything', async () => {
    const words = '--seed 5 --keep run --speed 0.5 --model m.json --data d.csv --json';

    expect((await demo(...words.split(' '))).flags).toEqual({
      seed: '5',
      keep: 'run',
      speed: 0.5,
      model: 'm.json',
      data: 'd.csv',
      json: true,
    });
  });

  test.each([
    [['--speed', '0'], '--speed should be a number above 0'],
    [['--speed', 'fast'], "got 'fast'"],
    [['--model', 'm.json'], '--model and --data should be given together'],
    [['--data', 'd.csv'], '--model and --data should be given together'],
    [['--local', 'run'], "unknown option '--local'"],
    [['--platform', 'x'], "unknown option '--platform'"],
  ])('%j is wrong usage', async (words, message) => {
    const { ended, flags } = await demo(...words);

    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(message);
    expect(flags).toBeUndefined();
  });
});

test('the words of one run leave nothing behind for the next', async () => {
  const connection = connectionTo(await bootstrapped());
  const printed: string[] = [];
  const io = {
    stdout: { write: (text: string) => void printed.push(text) },
    stderr: { write: () => {} },
    environment: {},
    connect: async <Value>(_selection: Selection, work: (given: typeof connection) => Promise<Value>) =>
      work(connection),
  };

  await runCli(['list', '--json'], io);
  await runCli(['list'], io);

  expect(printed[0]).toMatch(/^\{/);
  expect(printed[1]).toMatch(/^churn: model versions/);
});
