import { describe, expect, test } from 'vitest';
import { moduleStarter } from '../../../lib/constructs/training/module-starter.ts';
import type { ModelDefinitionFile, RetrainingPipeline } from '../../../lib/index.ts';
import { type Machine, machineOf, stateOf } from '../machine.ts';
import { rightsOf } from '../rights.ts';
import { evaluated, languageErrors } from '../states-language.ts';
import { bankMarketing, synthesizedWith } from '../synthesized.ts';
import { synthesizedWithNetwork } from './with-network.ts';

const MODULE = 'test/scenarios/trainers/visits.mjs';
const IMAGE = 'public.ecr.aws/acme/trainer:1.4';
const trainers: NonNullable<ModelDefinitionFile['trainers']> = [
  { kind: 'logistic-regression' },
  { kind: 'external', module: MODULE, search: { grid: { layers: [1, 2] } } },
  { kind: 'external', image: IMAGE, architecture: 'x86-64' },
];

const { model } = synthesizedWithNetwork({ trainers });
const retrain = machineOf(model, 'RetrainWorkflow');
const training = stateOf(retrain, 'Train every candidate').ItemProcessor as Machine;
const state = (name: string) => stateOf(training, name);
const tasks = model.resources.filter(
  ({ type, path }) => type === 'AWS::ECS::TaskDefinition' && /OwnTrainer/.test(path),
);
const [ofModule, ofImage] = ['node:24-slim', IMAGE].map((image) =>
  tasks.find(({ properties }) => properties.ContainerDefinitions[0].Image.endsWith(image)),
);
const idOf = (path = '') => /OwnTrainer-([0-9a-f]{12})/.exec(path)?.[1] ?? '';

test('the machine follows the Amazon States Language', () => {
  expect(languageErrors(retrain)).toBe('');
});

describe('a container', () => {
  test('is one for every module or image, however many combinations it trains', () => {
    expect(tasks).toHaveLength(2);
  });

  test('of a module is the public Node image for ARM with the script that fetches it, as nobody in particular', () => {
    expect(ofModule?.properties).toMatchObject({
      Family: `ratchet-bank-marketing-train-${idOf(ofModule?.path)}`,
      RuntimePlatform: { CpuArchitecture: 'ARM64' },
      ContainerDefinitions: [
        { Command: ['node', '--input-type=module', '--eval', moduleStarter], Name: 'trainer', User: 'node' },
      ],
    });
  });

  test('of an image starts whatever the image starts, for the processor that was asked for', () => {
    expect(ofImage?.properties).toMatchObject({ RuntimePlatform: { CpuArchitecture: 'X86_64' } });
    expect(ofImage?.properties.ContainerDefinitions[0]).not.toHaveProperty('Command');
  });

  test('knows the bucket, and no registry', () => {
    const names = tasks.map(({ properties }) =>
      properties.ContainerDefinitions[0].Environment.map(({ Name }: { Name: string }) => Name),
    );

    expect(names.flat().filter((name) => /REGISTRY|TABLE|DEFINITION/.test(name))).toEqual([]);
    expect(names.every((of) => of.includes('TRAINER_BUCKET_NAME'))).toBe(true);
  });
});

describe('of rights', () => {
  const rights = rightsOf(model);
  const of = (role: string) =>
    rights.filter((right) => right.role === role).map(({ action, resource }) => `${action} ${resource}`);
  const folder = (id: string) => `<Platform/Artifacts/Bucket.Arn>/bank-marketing/exchanges/${id}`;

  test('a container reads the rows of its own trainings and writes their models, and nothing else of Ratchet', () => {
    const id = idOf(ofImage?.path);

    expect(of(`Pipeline/OwnTrainer-${id}/Task`).sort()).toEqual([
      'kms:Decrypt <Platform/DataKey.Arn>',
      'kms:GenerateDataKey <Platform/DataKey.Arn>',
      `s3:AbortMultipartUpload ${folder(id)}/*/model`,
      `s3:GetObject ${folder(id)}/*/rows/*`,
      `s3:PutObject ${folder(id)}/*/model`,
    ]);
  });

  test('one of a module reads code of this and earlier deployments besides', () => {
    const code = of(`Pipeline/OwnTrainer-${idOf(ofModule?.path)}/Task`).filter((right) => !right.includes('<Platform'));

    expect(code).toEqual([expect.stringMatching(/^s3:GetObject arn:aws:s3:::cdk-\S+-assets-\S+\/\*\.mjs$/)]);
  });

  test('an image of a private registry may be pulled by whoever starts the container, and no other image', () => {
    const image = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/trainer:1';
    const { model: pulling } = synthesizedWithNetwork({ trainers: [{ kind: 'external', image }] });
    const pulls = rightsOf(pulling).filter(({ action }) => action.startsWith('ecr:'));
    const repository = 'arn:aws:ecr:eu-central-1:111122223333:repository/acme/trainer';

    expect(pulls.every(({ role }) => /OwnTrainer-[0-9a-f]{12}\/Execution$/.test(role))).toBe(true);
    expect(pulls.map(({ action, resource }) => `${action} ${resource}`).sort()).toEqual([
      `ecr:BatchCheckLayerAvailability ${repository}`,
      `ecr:BatchGetImage ${repository}`,
      'ecr:GetAuthorizationToken *',
      `ecr:GetDownloadUrlForLayer ${repository}`,
    ]);
    expect(rights.filter(({ action }) => action.startsWith('ecr:'))).toEqual([]);
  });

  test('the owner may give a container more, one role for each module or image', () => {
    const pipeline = model.stack.node.findChild('Pipeline') as RetrainingPipeline;

    expect(pipeline.trainerRoles.map(({ node }) => idOf(node.path)).sort()).toEqual(
      tasks.map(({ path }) => idOf(path)).sort(),
    );
  });

  test('the training function writes rows and reads models, where there are such trainers only', () => {
    const ofTrain = (all: typeof rights) =>
      all.filter(({ role, resource }) => role === 'Pipeline/Train' && resource.includes('/exchanges/'));

    expect(
      ofTrain(rights)
        .map(({ action }) => action)
        .sort(),
    ).toEqual(['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject']);
    expect(ofTrain(rightsOf(synthesizedWithNetwork().model))).toEqual([]);
  });

  test('the machine runs these tasks too, and passes on their roles', () => {
    const ofMachine = of('Pipeline/RetrainWorkflow/Machine/StateMachine');

    for (const id of tasks.map(({ path }) => idOf(path))) {
      expect(ofMachine.join('\n')).toContain(`task-definition/ratchet-bank-marketing-train-${id}:*`);
      expect(ofMachine).toContain(`iam:PassRole <Pipeline/OwnTrainer-${id}/TaskRole.Arn>`);
    }
  });
});

describe('each training', () => {
  const { ItemSelector } = stateOf(retrain, 'Train every candidate');
  const own = (index: number) =>
    evaluated((ItemSelector as Record<string, string>).own, {
      states: { context: { Map: { Item: { Value: { index } } } } },
    });
  const moduleFolder = `bank-marketing/exchanges/${idOf(ofModule?.path)}`;

  test.each([
    [0, null],
    [1, moduleFolder],
    [2, moduleFolder],
    [3, `bank-marketing/exchanges/${idOf(ofImage?.path)}`],
    [4, null],
  ])('of trainer %i has the container of its own trainer: %s', async (index, folder) => {
    expect(await own(index)).toEqual(
      folder === null ? null : { folder, taskDefinition: expect.stringContaining('OwnTrainer-') },
    );
  });

  test('in such a container goes there, and has a folder that no other has', async () => {
    const [, rule] = state('Where is it trained?').Choices ?? [];
    const { folder } = (rule?.Assign?.own ?? {}) as Record<string, string>;
    const input = {
      execution: { name: 'monday' },
      trainer: { index: 2 },
      own: { folder: 'churn/exchanges/abc', taskDefinition: 'arn' },
      place: { engine: 'own' },
    };

    expect(rule?.Next).toBe('Lay out rows');
    expect(await evaluated(rule?.Condition, { states: { input } })).toBe(true);
    expect(await evaluated(folder, { states: { input } })).toMatch(/^churn\/exchanges\/abc\/monday\/2-\d+$/);
  });

  test('lays out, runs and adopts, and whatever fails leaves the others their chance', () => {
    const names = ['Lay out rows', 'Run own trainer', 'Adopt model'];

    expect(names.map((name) => state(name).Next)).toEqual(['Run own trainer', 'Adopt model', undefined]);
    const caught = (name: string) => (state(name).Catch ?? []).map(({ Next }) => Next);
    const question = 'Did the own trainer end by itself?';
    expect(caught('Run own trainer')).toEqual([question]);
    expect(state(question).Default).toBe('Run own trainer again');
    expect(state('Run own trainer again').Next).toBe('Adopt model');
    for (const name of ['Lay out rows', 'Run own trainer again', 'Adopt model']) {
      expect(caught(name)).toContain('Training failed');
    }
  });

  test('tells its container where everything is', async () => {
    const given = state('Run own trainer').Arguments as unknown as {
      TaskDefinition: string;
      Overrides: { ContainerOverrides: { Name: string; Environment: { Name: string; Value: string }[] }[] };
    };
    const [container] = given.Overrides.ContainerOverrides;
    const told = await Promise.all(
      (container?.Environment ?? []).map(async ({ Name, Value }) => [
        Name,
        await evaluated(Value, { own: { folder: 'f' } }),
      ]),
    );

    expect(given.TaskDefinition).toBe('{% $own.taskDefinition %}');
    expect(Object.fromEntries(told)).toEqual({
      TRAINER_TRAIN_KEY: 'f/rows/train.csv',
      TRAINER_VALIDATION_KEY: 'f/rows/validation.csv',
      TRAINER_LAYOUT_KEY: 'f/rows/layout.json',
      TRAINER_MODEL_KEY: 'f/model',
    });
  });
});

describe('synthesis refuses', () => {
  test('such a trainer without a network', () => {
    expect(() => synthesizedWith({ definitions: [{ ...bankMarketing, trainers }] })).toThrow(
      `'vpc' should be a network for the container of trainers[1] of bank-marketing, which is "external", got nothing: give RetrainingPipeline a 'vpc'`,
    );
  });

  test('a module that is not there', () => {
    expect(() => synthesizedWithNetwork({ trainers: [{ kind: 'external', module: 'trainers/none.mjs' }] })).toThrow(
      /'trainers\[0\]\.module' of bank-marketing should be a file below .*, got "trainers\/none\.mjs": there is none$/,
    );
  });
});

test('without such trainers the machine has no states for them', () => {
  const plain = machineOf(synthesizedWithNetwork().model, 'RetrainWorkflow');
  const { States } = stateOf(plain, 'Train every candidate').ItemProcessor as Machine;

  expect(States['Where is it trained?']?.Choices).toHaveLength(1);
  expect(Object.keys(States)).not.toContain('Lay out rows');
});
