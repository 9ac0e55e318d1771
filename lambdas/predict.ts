import { randomUUID } from 'node:crypto';
import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbPredictionStore } from '../lib/aws/dynamodb-prediction-store.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { GAUGES_CONTENT_TYPE, gaugesText } from '../lib/domain/model-gauges.ts';
import { readPin } from '../lib/domain/model-pin.ts';
import type { HttpResponse } from '../lib/domain/steps/http-message.ts';
import { RELOAD_FAILED, type SmokeTestReply } from '../lib/domain/steps/smoke-test.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import { loggedFailures } from './failure-log.ts';
import { httpRoutes } from './http-routes.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { modelLoader } from './loaded-model.ts';
import { embeddedMetrics } from './metric-recorder.ts';
import { type Load, notLoaded, type PredictionPorts, predictionAnswer } from './prediction-answer.ts';

/** Answers predictions with the one model that its function version is pinned to. */
export function createPredict(ports: PredictionPorts) {
  const { failures } = ports;
  const loaded = modelLoader(ports);
  const load = () =>
    loaded().catch((error: unknown) => {
      failures.record(RELOAD_FAILED, error);
      throw error;
    });
  const answer = httpRoutes({
    'POST /predict': (request) => predictionAnswer(ports, load, request),
    'GET /metrics': () => gaugesAnswer(ports, load),
  });
  return async (event: StepInput<'predict'>) => ('rawPath' in event ? answer(event) : smokeTest(load));
}

async function smokeTest(load: Load): Promise<SmokeTestReply> {
  try {
    const { modelVersion, artifact, loadSeconds } = await load();
    const { auc, trainingRows } = artifact.stats;
    return { ok: true, version: modelVersion, auc, n_train: trainingRows, load_time: loadSeconds };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

async function gaugesAnswer({ modelName, functionVersion }: PredictionPorts, load: Load): Promise<HttpResponse> {
  try {
    const { modelVersion, artifact, loadSeconds } = await load();
    const { auc, trainingRows } = artifact.stats;
    const body = gaugesText({ modelName, modelVersion, functionVersion, auc, trainingRows, loadSeconds });
    return { statusCode: 200, headers: { 'content-type': GAUGES_CONTENT_TYPE }, body };
  } catch (error) {
    return notLoaded(error);
  }
}

export const handler = lambdaHandler('predict', (environment) =>
  createPredict({
    modelName: environment.MODEL_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION ?? '$LATEST',
    pin: () => readPin(process.env),
    store: s3ArtifactStore(s3(), environment.ARTIFACT_BUCKET_NAME),
    predictions: dynamoDbPredictionStore(dynamoDb(), environment.PREDICTIONS_TABLE_NAME),
    keepDays: Number(environment.PREDICTION_DAYS),
    slowAnswerMilliseconds: Number(environment.SLOW_ANSWER_MILLISECONDS),
    metrics: embeddedMetrics(),
    failures: loggedFailures('predict'),
    clock: systemClock,
    newId: randomUUID,
  }),
);
