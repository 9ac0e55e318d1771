import { expect, test, vi } from 'vitest';
import { runStepTask } from '../../lambdas/step-task.ts';
import { TrainerUnavailable } from '../../lib/domain/artifacts/training-errors.ts';
import { readTaskOrder } from '../../lib/domain/training-engine/training-task.ts';

async function answered(step: (input: unknown) => Promise<unknown>): Promise<[string, unknown]> {
  const written: [string, unknown][] = [];
  await runStepTask(step, { input: { a: 1 }, answerKey: 'churn/trainings/one/0.json' }, async (key, content) => {
    written.push([key, JSON.parse(new TextDecoder().decode(content))]);
  });
  if (written[0] === undefined || written.length > 1) throw new Error(`one answer was expected, got ${written.length}`);
  return written[0];
}

test('what a step answers is written where the order says', async () => {
  expect(await answered(async (input) => ({ got: input }))).toEqual(['churn/trainings/one/0.json', { got: { a: 1 } }]);
});

test('a failure is an answer by its name, cut to what a ledger takes', async () => {
  const [, answer] = await answered(async () => {
    throw new TrainerUnavailable(`no ${'x'.repeat(5_000)}`);
  });

  expect(answer).toEqual({ error: 'TrainerUnavailable', cause: `no ${'x'.repeat(3_997)}` });
});

test.each([new Error('reset by peer'), Object.assign(new Error('slow down'), { name: 'SlowDown' }), 'no reason'])(
  'a failure that may be gone the next time fails the container: %s',
  async (failure) => {
    const write = vi.fn();

    const running = runStepTask(() => Promise.reject(failure), { input: {}, answerKey: 'key' }, write);

    await expect(running).rejects.toBe(failure);
    expect(write).not.toHaveBeenCalled();
  },
);

test('an answer that cannot be written fails the container', async () => {
  const write = () => Promise.reject(new Error('S3 is down'));

  await expect(runStepTask(async () => 1, { input: {}, answerKey: 'key' }, write)).rejects.toThrow('S3 is down');
});

test('an order comes from the environment, and a missing part of it is named', () => {
  expect(readTaskOrder({ TASK_INPUT: '{"a":1}', TASK_ANSWER_KEY: 'key' })).toEqual({
    input: { a: 1 },
    answerKey: 'key',
  });
  expect(() => readTaskOrder({ TASK_INPUT: '{}' })).toThrow('set TASK_INPUT and TASK_ANSWER_KEY');
});
