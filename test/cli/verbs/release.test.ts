import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../lib/domain/canonical-json.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { ChampionChanged } from '../../../lib/domain/ledger/ledger-errors.ts';
import { retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { bootstrapped, inPeace, inProbation, publication, recordOf, registered } from '../../in-memory/release-flow.ts';
import { connectionTo, type RetrainScript, ratchet, ratchetJson } from '../cli-set-up.ts';

/** A model whose Retrain takes note of its inputs and does nothing. */
async function setUp() {
  const release = await bootstrapped();
  await recordOf(release, '1.0.0');
  const inputs: JsonValue[] = [];
  const retrain: RetrainScript = async (_execution, input) => void inputs.push(input);
  return { release, inputs, connection: connectionTo(release, { retrain }) };
}

/** Retrain as if it trained 1.0.0 and released it. */
function promoting(release: InMemoryRelease): RetrainScript {
  return async (execution) => void (await inProbation({ ...release, execution: () => execution }));
}

describe('retrain', () => {
  test('starts Retrain in the name of whoever types it, and says where to watch it', async () => {
    const { inputs, connection } = await setUp();

    const { exitCode, stdout } = await ratchet(['retrain'], connection);

    expect(exitCode).toBe(0);
    expect(inputs).toEqual([{ trigger: 'manual', actor: 'ada' }]);
    expect(stdout).toMatch(/^churn: started cli-2026-01-05T00-00-\d\d-\d{3}Z-1\n/);
    expect(stdout.replaceAll(/\s+/g, '')).toContain('https://console.example/arn:aws:states:eu-west-1');
    expect(stdout).toContain('ratchet status --model churn --follow');
  });

  test.each([
    [['--since-days', '30'], { sinceDays: 30 }],
    [['--model-type', 'logistic-regression'], { modelType: 'logistic-regression' }],
    [['--no-auto-deploy'], { autoDeploy: false }],
    [['--use-api'], { useApi: true }],
  ])('%j asks for %j', async (words, asked) => {
    const { inputs, connection } = await setUp();

    await ratchet(['retrain', ...words], connection);

    expect(inputs).toEqual([{ trigger: 'manual', actor: 'ada', ...asked }]);
    expect(retrainRequestSchema.safeParse(inputs[0]).success).toBe(true);
  });

  test('--model-file asks for the very bytes of a file, where the bucket should have them', async () => {
    const { inputs, connection } = await setUp();
    const file = join(mkdtempSync(join(tmpdir(), 'import-')), 'model.json');
    writeFileSync(file, '{"learner": {}}');
    const sha256 = sha256Hex('{"learner": {}}');

    await ratchet(['retrain', '--model-file', file], connection);

    const modelFile = { key: `churn/imports/${sha256}/model`, sha256 };
    expect(inputs).toEqual([{ trigger: 'manual', actor: 'ada', modelFile }]);
    expect(retrainRequestSchema.safeParse(inputs[0]).success).toBe(true);
  });

  test.each([[['--model-file', 'no-such-file']], [['--model-file', 'package.json', '--model-type', 'xgboost']]])(
    '%j is wrong usage',
    async (words) => {
      const { inputs, connection } = await setUp();

      expect(await ratchet(['retrain', ...words], connection)).toMatchObject({ exitCode: 2 });
      expect(inputs).toEqual([]);
    },
  );

  test.each([
    ['0', 2],
    ['1', 0],
    ['3650', 0],
    ['3651', 2],
    ['2.5', 2],
    ['ten', 2],
    ['-1', 2],
  ])('--since-days %s ends with %i', async (days, expected) => {
    const { inputs, connection } = await setUp();

    const { exitCode } = await ratchet(['retrain', '--since-days', days], connection);

    expect(exitCode).toBe(expected);
    expect(inputs).toHaveLength(expected === 0 ? 1 : 0);
  });

  test('--follow tells every decision as it comes, and what became of it', async () => {
    const release = await bootstrapped();
    const connection = connectionTo(release, { retrain: promoting(release) });

    const { exitCode, stdout } = await ratchet(['retrain', '--follow'], connection);

    expect(exitCode).toBe(0);
    const types = ['lease-acquired', 'published', 'servability-checked', 'shifted', 'promoted'];
    const places = types.map((type) => stdout.indexOf(type));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(stdout).toMatch(/\nsucceeded\n\nmodel version +1\.0\.0\n/);
    expect(stdout).toMatch(/\nlive +1\.0\.0 on function version 2\n/);
  });

  test('--follow of an execution that fails ends with 1 and the reason', async () => {
    const release = await bootstrapped();
    const retrain: RetrainScript = async (execution) => {
      await release.rivals.smokeTest({ execution, functionVersion: '9' });
    };

    const { exitCode, stdout } = await ratchet(['retrain', '--follow'], connectionTo(release, { retrain }));

    expect(exitCode).toBe(1);
    expect(stdout).toContain('did not succeed');
  });

  test('--json prints one document, also when it followed', async () => {
    const release = await bootstrapped();
    const connection = connectionTo(release, { retrain: promoting(release) });

    const { json, exitCode } = await ratchetJson(['retrain', '--follow'], connection);

    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ model: 'churn', status: 'SUCCEEDED', live: { modelVersion: '1.0.0' } });
    expect(json.record.job_id).toMatch(/^cli-/);
    expect(json.entries.at(-1).type).toBe('promoted');
  });

  test('--json says where to find what was started', async () => {
    const { connection } = await setUp();

    const { json: started } = await ratchetJson(['retrain'], connection);

    expect(started).toEqual({
      model: 'churn',
      execution: expect.stringMatching(/:cli-/),
      console: expect.stringContaining(started.execution),
      status: 'RUNNING',
    });
  });

  test('where nothing goes on by itself it waits without being asked, and says what that means', async () => {
    const release = await bootstrapped();
    const connection = connectionTo(release, { retrain: promoting(release), goesOn: false });

    const { exitCode, stdout } = await ratchet(['retrain'], connection);

    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('nobody sends requests in a kept run');
    expect(stdout).toContain('succeeded');
  });
});

describe('deploy', () => {
  test('releases a registered version without training (S4-36)', async () => {
    const { inputs, connection } = await setUp();

    expect((await ratchet(['deploy', '--version', 'v1.0.0'], connection)).exitCode).toBe(0);

    expect(inputs).toEqual([{ mode: 'version', modelVersion: '1.0.0', force: false, trigger: 'manual', actor: 'ada' }]);
    expect(retrainRequestSchema.safeParse(inputs[0]).success).toBe(true);
  });

  test('--force overrules the verdict, with the reason in the request (S3-14)', async () => {
    const { inputs, connection } = await setUp();

    await ratchet(['deploy', '--version', '1.0.0', '--force', '--reason', 'we know better'], connection);

    expect(inputs).toMatchObject([{ force: true, reason: 'we know better', actor: 'ada' }]);
  });

  test('stands in the ledger with who asked and why, and in the record of its execution', async () => {
    const release = await bootstrapped();
    const order = await registered(release, '1.0.0');
    const retrain: RetrainScript = async (execution, input) =>
      void (await release.rivals.publish(publication(execution, order, input as object)));
    const connection = connectionTo(release, { retrain });

    await ratchet(['deploy', '--version', '1.0.0', '--reason', 'it is fairer'], connection);

    const told =
      /lease-acquired +1\.0\.0\n +version release of 1\.0\.0, compared with 0\.0\.0: it is fairer\n +by cli ada$/m;
    for (const words of [['history'], ['info', '--version', '1.0.0']]) {
      expect((await ratchet(words, connection, { columns: 140 })).stdout).toMatch(told);
    }
    const { execution } = (await ratchetJson(['status'], connection)).json;
    expect(execution).toMatchObject({ trigger_type: 'manual', created_by: { kind: 'cli', id: 'ada' } });
  });

  test.each([
    [['deploy'], 2, "required option '--version <V>' not specified"],
    [['deploy', '--version', '1.0.0', '--force'], 2, '--force needs --reason TEXT'],
    [['deploy', '--version', '1.4.0'], 3, "churn has no model version 1.4.0: 'ratchet list' shows all of them"],
  ])('%j ends with %i, and nothing is started', async (words, expected, message) => {
    const { inputs, connection } = await setUp();

    const { exitCode, stderr } = await ratchet(words, connection);

    expect(exitCode).toBe(expected);
    expect(stderr).toContain(message);
    expect(inputs).toEqual([]);
  });

  test('an execution that is refused ends with 1', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    const retrain: RetrainScript = async () => {
      throw new ChampionChanged('another one reigns');
    };

    const words = ['deploy', '--version', '1.0.0', '--follow'];
    expect((await ratchet(words, connectionTo(release, { retrain }))).exitCode).toBe(1);
  });
});
