import { expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import type { Operations } from '../../../lib/local/aws-error.ts';
import { readEmf } from '../../../lib/local/cloudwatch/emf.ts';
import { endpointEnvironment, type ServiceName, serviceNames } from '../../../lib/local/endpoints/service-directory.ts';
import { serviceEndpoints } from '../../../lib/local/endpoints/service-endpoints.ts';
import { type Fault, FaultPlan } from '../../../lib/local/fault-plan.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { objectOperations } from '../../../lib/local/stores/object-operations.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';
import { post } from '../../lambdas/http-samples.ts';
import { sampleModel } from '../../lambdas/model-samples.ts';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

const code = bundle(new URL('../../../lambdas/predict.ts', import.meta.url));
const noOperations = Object.fromEntries(serviceNames.map((name) => [name, {}])) as Record<ServiceName, Operations>;
const model = canonicalJson(sampleModel());

/** The real serving function, published, with a model in its bucket and a table that takes every record. */
async function setUp(faults: readonly Fault[] = [], spoiled = model) {
  const local = lambdaSetUp({ environment: endpointEnvironment() });
  const { api, call, clock, log, network, service, lines } = local;
  const objects = new ObjectStore({ clock, log });
  objects.createBucket('artefacts');
  objects.putObject('artefacts', 'churn/models/a/model.json', Buffer.from(spoiled), {});
  const dynamodb = { PutItem: () => ({}) };
  const services = { s3: objectOperations(objects, seededRandom('s3')), dynamodb };
  const { endpoints } = serviceEndpoints({
    clock,
    log,
    faults: new FaultPlan(faults),
    random: seededRandom('endpoints'),
    services: { ...noOperations, ...services },
    transport: network,
  });
  for (const { port, service: name, server } of endpoints) network.attach(port, name, server);
  const variables = {
    MODEL_NAME: 'churn',
    ARTIFACT_BUCKET_NAME: 'artefacts',
    PREDICTIONS_TABLE_NAME: 'predictions',
    PREDICTION_DAYS: '90',
    SLOW_ANSWER_MILLISECONDS: '100',
    MODEL_VERSION: '1.2.0',
    MODEL_KEY: 'churn/models/a/model.json',
    MODEL_SHA256: sha256Hex(model),
  };
  service.createFunction(functionNamed('predict', code, 'handler', { environment: variables }));
  await api('PublishVersion', { FunctionName: 'predict' });
  await local.advance(60_000); // until the version is active
  return {
    lines,
    ask: async (event: unknown) => (await call('predict', event, { qualifier: '1' })).answer,
    /** Names of what was measured, each with the version it was measured of. */
    metrics: () =>
      lines.flatMap((line) =>
        readEmf(line, clock.now()).data.map(
          ({ name, dimensions }) => `${name} of ${dimensions.functionVersion ?? 'all'}`,
        ),
      ),
  };
}

test('the bundle loads its model, answers, and prints what is measured', async () => {
  const { ask, metrics, lines } = await setUp();

  const smokeTest = await ask({ ratchet: 'smoke-test' });
  const prediction = await ask(post('/predict', { rows: [{ age: 40 }] }));

  expect(smokeTest).toEqual({ ok: true, version: '1.2.0', auc: 0.83, n_train: 4000, load_time: 0 });
  expect(prediction.statusCode).toBe(200);
  expect(JSON.parse(prediction.body)).toMatchObject({ modelVersion: '1.2.0', scores: [0.5] });
  expect(metrics()).toEqual(['Answers of all', 'Answers of 1']);
  expect(lines).toHaveLength(2);
});

test('a model that was spoiled is logged by its event, and nothing else of the failure than its name and message', async () => {
  const { ask, lines } = await setUp([], '{}');

  const answer = await ask({ ratchet: 'smoke-test' });

  expect(answer).toEqual({ ok: false, error: expect.stringContaining('should have the sha256') });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 'ERROR',
      message: 'model_reload_failed',
      step: 'predict',
      error: 'ArtifactHashMismatch',
      reason: expect.stringContaining('should have the sha256'),
    }),
  ]);
});

test.each([
  [100, ['Answers of all', 'Answers of 1']],
  [101, ['SlowAnswers of all', 'SlowAnswers of 1', 'Answers of all', 'Answers of 1']],
])('an answer that waits %i milliseconds for the table is measured in virtual time', async (milliseconds, expected) => {
  const { ask, metrics } = await setUp([{ point: 'dynamodb:PutItem', kind: 'delay', milliseconds }]);

  const answer = await ask(post('/predict', { rows: [{ age: 40 }] }));

  expect(answer.statusCode).toBe(200);
  expect(metrics()).toEqual(expected);
});
