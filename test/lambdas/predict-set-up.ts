import { createPredict } from '../../lambdas/predict.ts';
import type { ModelArtifact } from '../../lib/domain/artifacts/model-artifact.ts';
import { writeModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { readPin } from '../../lib/domain/model-pin.ts';
import type { HttpRequest, HttpResponse } from '../../lib/domain/steps/http-message.ts';
import type { SmokeTestReply } from '../../lib/domain/steps/smoke-test.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { inMemoryArtifactStore } from '../in-memory/in-memory-artifact-store.ts';
import { inMemoryFailureLog } from '../in-memory/in-memory-failure-log.ts';
import { inMemoryMetricRecorder } from '../in-memory/in-memory-metric-recorder.ts';
import { inMemoryPredictionStore } from '../in-memory/in-memory-prediction-store.ts';
import { post } from './http-samples.ts';
import { sampleModel } from './model-samples.ts';

export interface PredictSetUp {
  readonly model?: ModelArtifact;
  /** File that the model scores with. */
  readonly graph?: Uint8Array;
  /** Bytes instead of the model's own, under the same pin. */
  readonly spoiled?: string;
  readonly functionVersion?: string;
  readonly recordFailure?: Error;
  /** Seconds that keeping a record takes. */
  readonly recordSeconds?: number;
  readonly idFailure?: Error;
  /** Seconds that reading the model takes. */
  readonly loadSeconds?: number;
}

/** Function version 7, pinned to a model in memory, unless told otherwise. */
export async function predictSetUp(given: PredictSetUp = {}) {
  const { model = sampleModel(), spoiled, functionVersion = '7', loadSeconds = 0, recordSeconds = 0 } = given;
  const store = inMemoryArtifactStore();
  const { graph } = given;
  if (graph) await store.write({ modelName: 'churn', kind: 'models', name: 'model.onnx', content: graph });
  const { key, sha256 } = await writeModelArtifact(store, model);
  const genuine = store.objects.get(key) ?? new Uint8Array();
  if (spoiled !== undefined) store.objects.set(key, new TextEncoder().encode(spoiled));
  const clock = fakeClock();
  const records = inMemoryPredictionStore();
  const metrics = inMemoryMetricRecorder();
  const failures = inMemoryFailureLog();
  const counts = { reads: 0, ids: 0 };
  const predict = createPredict({
    modelName: 'churn',
    functionVersion,
    pin: () => readPin({ MODEL_VERSION: '1.2.0', MODEL_KEY: key, MODEL_SHA256: sha256 }),
    store: {
      ...store,
      read(object) {
        counts.reads += 1;
        clock.advance(loadSeconds);
        return store.read(object);
      },
    },
    predictions: {
      ...records,
      async put(record, keepDays) {
        clock.advance(recordSeconds);
        if (given.recordFailure) throw given.recordFailure;
        return records.put(record, keepDays);
      },
    },
    keepDays: 90,
    slowAnswerMilliseconds: 100,
    metrics,
    failures,
    clock,
    newId() {
      if (given.idFailure) throw given.idFailure;
      counts.ids += 1;
      return `prediction-${counts.ids}`;
    },
  });
  return {
    records,
    metrics,
    failures,
    reads: () => counts.reads,
    mend: () => store.objects.set(key, genuine),
    http: async (request: HttpRequest) => (await predict(request)) as HttpResponse,
    smokeTest: async () => (await predict({ ratchet: 'smoke-test' })) as SmokeTestReply,
  };
}

export const oneRow = post('/predict', { rows: [{ age: 40 }] });
