import { describe, expect, test } from 'vitest';
import { type Machine, machineOf, stateOf } from '../machine.ts';
import { evaluated, languageErrors } from '../states-language.ts';
import { synthesizedWithNetwork } from './with-network.ts';

const retrain = machineOf(synthesizedWithNetwork({ training: { spot: true } }).model, 'RetrainWorkflow');
const training = stateOf(retrain, 'Train every candidate').ItemProcessor as Machine;
const state = (name: string) => stateOf(training, name);

const input = {
  execution: { arn: 'arn:execution', name: 'one', startedAt: '2026-01-31T02:00:00.000Z' },
  snapshot: { key: 'bank-marketing/snapshots/a/snapshot.json', sha256: 'a', bytes: 1 },
  trainer: { index: 1, kind: 'xgboost' },
  place: { engine: 'fargate', cpu: '4096', megabytes: '16384', heapMegabytes: '12288' },
};

test('the machine follows the Amazon States Language', () => {
  expect(languageErrors(retrain)).toBe('');
});

describe('each trainer', () => {
  const [toFargate] = state('Where is it trained?').Choices ?? [];

  test.each([
    ['fargate', true],
    ['lambda', false],
  ])('placed with %s goes to a container: %j', async (engine, expected) => {
    expect(await evaluated(toFargate?.Condition, { states: { input: { place: { engine } } } })).toBe(expected);
    expect(state('Where is it trained?').Default).toBe('Train candidate');
  });

  test('is told what to do and where to answer, which no other training is', async () => {
    const order = toFargate?.Assign?.fargate as Record<string, string>;
    const told = async (name: string) => evaluated(order[name], { states: { input } });

    expect(await told('answerKey')).toMatch(/^bank-marketing\/trainings\/one\/1-\d+\.json$/);
    const { place, ...work } = input;
    expect(JSON.parse(String(await told('input')))).toEqual(work);
    expect(await told('place')).toEqual(place);
  });

  test('finds its place by its position among those that were asked for', async () => {
    const { ItemSelector } = stateOf(retrain, 'Train every candidate');
    const place = (ItemSelector as Record<string, string>).place;
    const of = (Index: number, places: readonly unknown[]) =>
      evaluated(place, { places, states: { context: { Map: { Item: { Index } } } } });

    expect(await of(0, [{ engine: 'lambda' }])).toEqual({ engine: 'lambda' });
    expect(await of(1, [{ engine: 'lambda' }, input.place])).toEqual(input.place);
  });
});

describe.each([
  ['Train on spare capacity', 'FARGATE_SPOT'],
  ['Train on Fargate', 'FARGATE'],
])('%s', (name, provider) => {
  const given = state(name).Arguments as unknown as Record<string, unknown>;

  test('waits for a task of the size that the place has, for twelve hours at most', () => {
    expect(state(name)).toMatchObject({ Resource: 'arn:aws:states:::ecs:runTask.sync', TimeoutSeconds: 43_200 });
    expect(given).toMatchObject({
      Cluster: '<Pipeline/TrainingTask/Cluster.Arn>',
      TaskDefinition: '<Pipeline/TrainingTask/Definition>',
      CapacityProviderStrategy: [{ CapacityProvider: provider, Weight: 1 }],
      Overrides: { Cpu: '{% $fargate.place.cpu %}', Memory: '{% $fargate.place.megabytes %}' },
    });
  });

  test('leaves Node a heap that fits into the memory', async () => {
    const { ContainerOverrides } = given.Overrides as { ContainerOverrides: { Environment: { Value: string }[] }[] };
    const options = ContainerOverrides[0]?.Environment.at(-1)?.Value;

    expect(await evaluated(options, { fargate: input })).toBe('--max-old-space-size=12288');
  });
});

describe('of a task that stopped', () => {
  const [caught] = state('Train on Fargate').Catch ?? [];
  const failure = (error: string, description?: unknown) =>
    evaluated(caught?.Assign?.trainingFailure, {
      states: {
        errorOutput: { Error: error, ...(description !== undefined && { Cause: JSON.stringify(description) }) },
      },
    });

  test('the reasons are told, and not its whole description', async () => {
    const task = {
      Attachments: ['x'.repeat(5_000)],
      Containers: [{ ExitCode: 137, Reason: 'OutOfMemoryError: Container killed due to memory usage' }],
      StopCode: 'EssentialContainerExited',
      StoppedReason: 'Essential container in task exited',
    };

    expect(await failure('States.TaskFailed', task)).toEqual({
      error: 'TrainingTaskFailed',
      cause:
        '"ExitCode":137, "Reason":"OutOfMemoryError: Container killed due to memory usage", "StopCode":"EssentialContainerExited", "StoppedReason":"Essential container in task exited"',
    });
  });

  test('one reason alone is told as well', async () => {
    expect(await failure('States.TaskFailed', { StopCode: 'SpotInterruption' })).toEqual({
      error: 'TrainingTaskFailed',
      cause: '"StopCode":"SpotInterruption"',
    });
  });

  test('an error of the service keeps its name and what it says', async () => {
    expect(await failure('ECS.ClientException', 'no such cluster')).toEqual({
      error: 'ECS.ClientException',
      cause: '"no such cluster"',
    });
    expect(await failure('States.Timeout')).toEqual({ error: 'States.Timeout', cause: '' });
  });

  test.each([
    ['TrainingTaskFailed', '"StopCode":"EssentialContainerExited"', true],
    ['TrainingTaskFailed', '"ExitCode":137, "StopCode":"EssentialContainerExited"', true],
    ['TrainingTaskFailed', '"ExitCode":75, "StopCode":"EssentialContainerExited"', false],
    ['States.Timeout', '', true],
    ['TrainingTaskFailed', '"StopCode":"SpotInterruption"', false],
    ['ECS.ClientException', 'no capacity', false],
  ])('%s by %s is the end of it: %j', async (error, cause, expected) => {
    const { Choices, Default } = state('Did the container end by itself?');

    expect(await evaluated(Choices?.[0]?.Condition, { trainingFailure: { error, cause } })).toBe(expected);
    expect([Choices?.[0]?.Next, Default]).toEqual(['Training failed', 'Train on Fargate']);
  });
});

test('the answer of a container is what its step answers, or the error that it failed with', async () => {
  const { Output, Arguments } = state('Read what Fargate trained');
  const answer = { error: 'ArtifactTooLarge', cause: 'too large' };

  expect(await evaluated(Output, { states: { result: { Body: JSON.stringify(answer) } }, parse: JSON.parse })).toEqual(
    answer,
  );
  expect(Arguments).toEqual({ Bucket: '<Platform/Artifacts/Bucket>', Key: '{% $fargate.answerKey %}' });
});

test('without spare capacity the container runs on capacity that stays from the start', () => {
  const plain = machineOf(synthesizedWithNetwork().model, 'RetrainWorkflow');
  const { States } = stateOf(plain, 'Train every candidate').ItemProcessor as Machine;

  expect(States['Where is it trained?']?.Choices?.[0]?.Next).toBe('Train on Fargate');
  expect(Object.keys(States)).not.toContain('Train on spare capacity');
  expect(States['Did the container end by itself?']?.Default).toBe('Train on Fargate again');
});
