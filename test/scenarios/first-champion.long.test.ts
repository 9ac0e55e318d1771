import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.start();
});
afterAll(() => scenario.stop());

describe('a model is born and learns', () => {
  test('the deployment alone makes it answer, with a constant rate', async () => {
    const { status, body } = await scenario.request('POST', '/predict', {
      rows: [{ age: 30, visits: 3, plan: 'pro' }],
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ modelVersion: '0.0.0', scores: [0.5] });
    expect(await scenario.entryTypes()).toEqual(['bootstrapped']);
    expect(await scenario.alias()).toMatchObject({ functionVersion: '1', weights: {} });
  });

  test('an execution with {} makes the first champion of its outcomes, through a canary', async () => {
    await scenario.outcomes(400);

    const execution = await scenario.ended(scenario.retrain({}), 12);

    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '1.0.0' });
    expect(await scenario.entryTypes()).toEqual([
      'bootstrapped',
      'registered',
      'lease-acquired',
      'published',
      'servability-checked',
      'servability-checked',
      'shifted',
      'shifted',
      'shifted',
      'promoted',
    ]);
    const { champion, previousChampions, probationEnd } = await scenario.state();
    expect(champion).toMatchObject({ modelVersion: '1.0.0', functionVersion: '2' });
    expect(previousChampions).toMatchObject([{ modelVersion: '0.0.0', functionVersion: '1' }]);
    expect(probationEnd).not.toBeNull();
    await expectSound(scenario);
  });

  test('everybody was told, and can ask', async () => {
    const subjects = scenario.notices().map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining(['quick: serving starts with 0.0.0', 'quick: 1.0.0 is the champion']),
    );
    const { body } = await scenario.request('GET', '/model');
    expect(JSON.stringify(body)).toContain('"1.0.0"');
  });
});
