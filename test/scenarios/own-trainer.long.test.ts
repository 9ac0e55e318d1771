import { afterEach, describe, expect, test } from 'vitest';
import { importKey } from '../../lib/domain/artifacts/imported-model.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { registryPartitions } from '../../lib/domain/ports/registry-keys.ts';
import type { ModelDefinitionFile } from '../../lib/index.ts';
import type { ExecutionDescription } from '../../lib/local/states/status-change.ts';
import { Scenario } from './scenario.ts';
import { quickModel } from './scenario-assembly.ts';
import { expectSound } from './soundness.ts';

type Trainers = NonNullable<ModelDefinitionFile['trainers']>;

const own = (module: string): Trainers[number] => ({ kind: 'external', module: `test/scenarios/trainers/${module}` });
const weak: Trainers[number] = { kind: 'random-forest', parameters: { trees: 1, depth: 1 } };
const usual: Trainers[number] = { kind: 'logistic-regression' };

let scenario: Scenario;

afterEach(() => scenario.stop());

async function retrained(...trainers: Trainers): Promise<ExecutionDescription> {
  scenario = await Scenario.start({ definition: { ...quickModel, trainers } });
  await scenario.outcomes(400);
  return scenario.ended(scenario.retrain(), 12);
}

/** What a state of an execution gave. */
function outputsOf({ executionArn }: ExecutionDescription, state: string): Record<string, unknown>[] {
  const history = scenario.runtime.services.states.getExecutionHistory(executionArn);
  return history.flatMap(({ type, details }) =>
    type.endsWith('StateExited') && details?.name === state ? [JSON.parse(String(details.output))] : [],
  );
}

/** The trainer of every model version that was registered. */
async function registeredTrainers(): Promise<unknown[]> {
  const records = await scenario.registryItems(registryPartitions.versions(scenario.model));
  return records.map(({ body }) => JSON.parse(body?.S ?? '{}').lineage.trainer);
}

test('a module of the owner trains beside a trainer of Ratchet, and its model is promoted like any other', async () => {
  const execution = await retrained(weak, own('visits.mjs'));

  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '1.0.0' });
  const [[ofRatchet], [ofOwner]] = [outputsOf(execution, 'Train candidate'), outputsOf(execution, 'Adopt model')];
  expect(ofOwner?.validationScore).toBeGreaterThan(Number(ofRatchet?.validationScore));
  expect(await registeredTrainers()).toEqual(['constant', 'external']);
  await expectSound(scenario);
});

describe.each([
  ['writes rubbish', 'rubbish.mjs', 'ModelKindUnsupported', 'the model is neither JSON nor UBJSON'],
  ['fails', 'failing.mjs', 'TrainingTaskFailed', '"ExitCode":1'],
])('a module that %s', (_, module, error, cause) => {
  test('fails by that name, and the other trainer goes on', async () => {
    const execution = await retrained(usual, own(module));

    const [failure] = outputsOf(execution, 'Training failed');
    expect(failure).toMatchObject({ error, cause: expect.stringContaining(cause) });
    expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'promoted' });
    expect(await registeredTrainers()).toEqual(['constant', 'logistic-regression']);
  });
});

test.each([
  [1, 'SUCCEEDED'],
  [100, 'FAILED'],
])('a container that never started is made up for once: %i times', async (times, status) => {
  scenario = await Scenario.start({ definition: { ...quickModel, trainers: [own('visits.mjs')] } });
  await scenario.outcomes(400);
  scenario.faults.add({ point: 'task:trainer', kind: 'fail-before', times });

  const execution = await scenario.ended(scenario.retrain(), 12);

  expect(execution).toMatchObject({ status });
  const history = scenario.runtime.services.states.getExecutionHistory(execution.executionArn);
  expect(history.map(({ details }) => details?.name)).toContain('Run own trainer again');
});

test('what the step itself fails by, before and after the container, ends the training by that name', async () => {
  scenario = await Scenario.start({ definition: { ...quickModel, trainers: [own('visits.mjs')] } });
  await scenario.outcomes(400);
  const tooLarge = { kind: 'answer', payload: JSON.stringify('x'.repeat(256 * 1024)), times: 100 } as const;
  const spoilt = async (spoil: () => void, state: string) => {
    scenario.faults.clear();
    spoil();
    const { status, error, executionArn } = await scenario.ended(scenario.retrain());
    const history = scenario.runtime.services.states.getExecutionHistory(executionArn);
    const entered = history.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details?.name);
    expect(entered.slice(entered.indexOf('Training failed') - 1)[0]).toBe(state);
    return [status, error];
  };
  const point = 'invoke:train';

  expect(await spoilt(() => scenario.faults.add({ point, kind: 'crash', times: 100 }), 'Lay out rows')).toEqual([
    'FAILED',
    'Runtime.ExitError',
  ]);
  expect(await spoilt(() => scenario.faults.add({ point, ...tooLarge }), 'Lay out rows')).toEqual([
    'FAILED',
    'States.DataLimitExceeded',
  ]);
  scenario.runtime.log.listen(({ type }) => {
    if (type === 'task-started') scenario.faults.add({ point, ...tooLarge });
  });
  expect(await spoilt(() => undefined, 'Adopt model')).toEqual(['FAILED', 'States.DataLimitExceeded']);
});

test('a model that was brought along is compared and promoted like any other', async () => {
  scenario = await Scenario.start();
  await scenario.outcomes(400);
  const content = JSON.stringify(stump());
  const sha256 = sha256Hex(content);
  const modelFile = { key: importKey(scenario.model, sha256), sha256 };
  const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
  scenario.runtime.services.objects.putObject(bucket, modelFile.key, content);

  const execution = await scenario.ended(scenario.retrain({ modelFile }), 12);

  expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '1.0.0' });
  expect(await registeredTrainers()).toEqual(['constant', 'imported']);
  await expectSound(scenario);
});

/** Says yes to whoever came ten times, whatever the plan. */
function stump(): object {
  const learner = {
    attributes: { levels: JSON.stringify({ plan: ['free', 'basic', 'pro'] }) },
    feature_names: ['plan', 'visits', 'age'],
    gradient_booster: {
      name: 'gbtree',
      model: {
        gbtree_model_param: {},
        tree_info: [0],
        trees: [
          {
            left_children: [1, -1, -1],
            right_children: [2, -1, -1],
            split_indices: [1, 0, 0],
            split_conditions: [10, -1.5, 1.5],
            default_left: [0, 0, 0],
            base_weights: [0, 0, 0],
            loss_changes: [1, 0, 0],
            sum_hessian: [2, 1, 1],
          },
        ],
      },
    },
    learner_model_param: { base_score: '5E-1', num_class: '0', num_feature: '3' },
    objective: { name: 'binary:logistic' },
  };
  return { learner };
}
