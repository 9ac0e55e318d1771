import { afterEach, expect, test } from 'vitest';
import type { ModelDefinitionFile } from '../../lib/index.ts';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import type { ExecutionDescription } from '../../lib/local/states/status-change.ts';
import { Scenario } from './scenario.ts';
import { quickModel } from './scenario-assembly.ts';
import { expectSound } from './soundness.ts';

const onFargate: ModelDefinitionFile = { ...quickModel, training: { engine: 'fargate', spot: true } };

let scenario: Scenario;

afterEach(() => scenario.stop());

/** A model with outcomes and without a champion of its own, retrained once. */
async function retrained(definition: ModelDefinitionFile, faults = new FaultPlan()): Promise<ExecutionDescription> {
  scenario = await Scenario.start({ definition, faults });
  await scenario.outcomes(400);
  return scenario.ended(scenario.retrain(), 12);
}

/** How each training task stopped. */
function stops(): string[] {
  return scenario.runtime.log
    .events()
    .flatMap(({ type, detail }) => (type === 'task-stopped' ? [`${detail.code} ${detail.exitCode}`] : []));
}

function entered({ executionArn }: ExecutionDescription): string[] {
  const history = scenario.runtime.services.states.getExecutionHistory(executionArn);
  return history.flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [String(details?.name)] : []));
}

test('a container with the same code trains the candidate, which is promoted like any other', async () => {
  const execution = await retrained(onFargate);

  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '1.0.0' });
  expect(stops()).toEqual(['EssentialContainerExited 0']);
  expect(entered(execution)).not.toContain('Train candidate');
  await expectSound(scenario);
});

test('spare capacity that is taken away is made up for by capacity that stays', async () => {
  const faults = new FaultPlan([{ point: 'task:train', kind: 'crash' }]);

  const execution = await retrained(onFargate, faults);

  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(stops()).toEqual(['SpotInterruption 137', 'EssentialContainerExited 0']);
  expect(entered(execution)).toContain('Train on Fargate');
  await expectSound(scenario);
});

test('no capacity at all fails the execution, with what ECS says of it', async () => {
  const faults = new FaultPlan([{ point: 'task:train', kind: 'fail-before', times: 100 }]);

  const execution = await retrained(onFargate, faults);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'TrainingTaskFailed' });
  expect(execution.cause).toContain('Capacity is unavailable at this time');
  expect(stops()).toEqual(['TaskFailedToStart null', 'TaskFailedToStart null']);
  expect(await scenario.entryTypes()).toEqual(['bootstrapped', 'failed']);
});

test.each([
  [1, 'SUCCEEDED'],
  [100, 'FAILED'],
])('without spare capacity a container that never started is made up for once: %i times', async (times, status) => {
  const definition = { ...onFargate, training: { engine: 'fargate' } as const };

  const execution = await retrained(definition, new FaultPlan([{ point: 'task:train', kind: 'fail-before', times }]));

  expect(execution).toMatchObject({ status });
  expect(entered(execution)).toContain('Train on Fargate again');
  expect(stops()).toEqual([
    'TaskFailedToStart null',
    times === 1 ? 'EssentialContainerExited 0' : 'TaskFailedToStart null',
  ]);
});

test('a container that ends by itself is not started elsewhere', async () => {
  scenario = await Scenario.start({ definition: onFargate });
  await scenario.outcomes(400);
  scenario.runtime.log.listen(({ type }) => {
    if (type === 'task-started') scenario.faults.add({ point: 's3:PutObject', kind: 'crash', times: 100 });
  });

  const execution = await scenario.ended(scenario.retrain());

  expect(execution).toMatchObject({ status: 'FAILED', error: 'TrainingTaskFailed' });
  expect(execution.cause).toContain('"ExitCode":1');
  expect(stops()).toEqual(['EssentialContainerExited 1']);
});

test('an error with a name is recorded by that name, as that of a function would be', async () => {
  const execution = await retrained({
    ...onFargate,
    gate: { ...quickModel.gate, artifactKilobytes: { warning: 1, maximum: 1 } },
  });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'ArtifactTooLarge' });
  expect(stops()).toEqual(['EssentialContainerExited 0']);
  const [, failed] = (await scenario.entries()).map(({ event }) => event);
  expect(failed).toMatchObject({ type: 'failed', error: 'ArtifactTooLarge' });
});

test.each([
  ['that no state can hold', JSON.stringify('x'.repeat(300_000)), 'States.DataLimitExceeded'],
  ['that is no JSON', 'trained', 'States.QueryEvaluationError'],
])('an answer %s fails by that name', async (_what, answer, error) => {
  scenario = await Scenario.start({ definition: onFargate });
  await scenario.outcomes(400);
  const { objects } = scenario.runtime.services;
  const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
  scenario.runtime.log.listen(({ type }) => {
    if (type !== 'task-stopped') return;
    for (const { key } of objects.listObjects(bucket, 'quick/trainings/')) {
      objects.putObject(bucket, key, answer);
    }
  });

  const execution = await scenario.ended(scenario.retrain());

  expect(execution).toMatchObject({ status: 'FAILED', error });
});

test('rows that fit into a function are trained there, network or not', async () => {
  const execution = await retrained({ ...quickModel, training: { engine: 'auto' } });

  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(entered(execution)).toContain('Train candidate');
  expect(stops()).toEqual([]);
});
