import type { Score } from '../lib/domain/artifacts/feature-value.ts';
import { isValidScore, knownFeatures } from '../lib/domain/decisions/prediction-check.ts';
import { functionVersionSchema } from '../lib/domain/ledger/release.ts';
import { type MetricName, metricNames } from '../lib/domain/metric-names.ts';
import type { FailureLog } from '../lib/domain/ports/failure-log.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { PredictionStore } from '../lib/domain/ports/outcome-store.ts';
import type { HttpRequest, HttpResponse } from '../lib/domain/steps/http-message.ts';
import { parseJsonBody } from '../lib/domain/steps/json-body.ts';
import { type PredictAnswer, type PredictRequest, predictRequestSchema } from '../lib/domain/steps/predict.ts';
import { milliseconds } from '../lib/domain/time.ts';
import { bodyText, errorAnswer, inputRefusal, jsonAnswer } from './http-routes.ts';
import type { LoadedModel, LoadingPorts } from './loaded-model.ts';

export interface PredictionPorts extends LoadingPorts {
  readonly modelName: string;
  /** Lambda's number, or `$LATEST`. */
  readonly functionVersion: string;
  readonly predictions: PredictionStore;
  /** Days that prediction records are kept. */
  readonly keepDays: number;
  /** An answer that takes longer is slow. */
  readonly slowAnswerMilliseconds: number;
  readonly metrics: MetricRecorder;
  readonly failures: FailureLog;
  readonly newId: () => string;
}

/** Loads the model, or throws why it cannot be served. */
export type Load = () => Promise<LoadedModel>;

/** Every request for a prediction counts as answered, a refused one too; an answer of 5xx is a bad one. */
export async function predictionAnswer(
  ports: PredictionPorts,
  load: Load,
  request: HttpRequest,
): Promise<HttpResponse> {
  const response = await answered(ports, load, request);
  count(ports, metricNames.answers);
  if (response.statusCode >= 500) count(ports, metricNames.badAnswers);
  return response;
}

async function answered(ports: PredictionPorts, load: Load, request: HttpRequest): Promise<HttpResponse> {
  let body: PredictRequest;
  try {
    body = parseJsonBody('the request for a prediction', predictRequestSchema, bodyText(request));
  } catch (error) {
    return inputRefusal(error);
  }
  let model: LoadedModel;
  try {
    model = await load();
  } catch (error) {
    ports.metrics.record(metricNames.predictFailure, 1, { modelName: ports.modelName });
    return notLoaded(error);
  }
  return timed(ports, () => scoredAnswer(ports, model, body));
}

/** Only the answer itself is timed: loading the model on a cold start says nothing about how it answers. */
async function timed(ports: PredictionPorts, answer: () => Promise<HttpResponse>): Promise<HttpResponse> {
  const { clock, slowAnswerMilliseconds } = ports;
  const started = milliseconds(clock.now());
  const response = await answer();
  if (milliseconds(clock.now()) - started > slowAnswerMilliseconds) count(ports, metricNames.slowAnswers);
  return response;
}

async function scoredAnswer(
  ports: PredictionPorts,
  model: LoadedModel,
  { rows }: PredictRequest,
): Promise<HttpResponse> {
  const { failures, newId } = ports;
  try {
    const scores = rows.map((row) => model.score(row));
    if (!scores.every(isValidScore)) throw new RangeError('a score should be a probability from 0 to 1');
    const answer: PredictAnswer = { predictionId: newId(), modelVersion: model.modelVersion, scores };
    await keepRecord(ports, model, rows, answer);
    return jsonAnswer(200, answer);
  } catch (error) {
    failures.record('prediction_failed', error);
    return errorAnswer(500, 'PredictionFailed', 'the rows could not be scored: the log of the function says why');
  }
}

/**
 * Keeps what was asked and answered. Without the record the answer is as good as with it, so a failure is only logged:
 * an outcome of this prediction is then stored unlinked. Only published versions keep records, for only they serve.
 */
async function keepRecord(
  { predictions, keepDays, functionVersion, clock, failures }: PredictionPorts,
  { artifact }: LoadedModel,
  rows: PredictRequest['rows'],
  { predictionId, modelVersion, scores }: PredictAnswer,
): Promise<void> {
  if (!functionVersionSchema.safeParse(functionVersion).success) return;
  const kept = rows.map((row, index) => ({
    features: knownFeatures(row, artifact.features),
    score: scores[index] as Score,
  }));
  const record = { predictionId, modelVersion, functionVersion, at: clock.now(), rows: kept };
  try {
    await predictions.put({ schema: 'ratchet.prediction/1', ...record }, keepDays);
  } catch (error) {
    failures.record('prediction_record_failed', error);
  }
}

/** Once for the model and once for the function version, by which a release is judged. */
function count({ metrics, modelName, functionVersion }: PredictionPorts, name: MetricName): void {
  metrics.record(name, 1, { modelName });
  metrics.record(name, 1, { modelName, functionVersion });
}

/** Names the failure; where the model lies and what is wrong with it is for the log, not for callers. */
export function notLoaded(error: unknown): HttpResponse {
  const name = error instanceof Error ? error.name : 'Error';
  return errorAnswer(503, name, 'the model cannot be served at the moment: the log of the function says why');
}
