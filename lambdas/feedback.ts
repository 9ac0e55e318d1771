import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbOutcomeStore } from '../lib/aws/dynamodb-outcome-store.ts';
import { dynamoDbPredictionStore } from '../lib/aws/dynamodb-prediction-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import type { StoredOutcome } from '../lib/domain/artifacts/outcome.ts';
import { labelledAnswers } from '../lib/domain/decisions/labelled-answers.ts';
import { checkOutcome, type OutcomeCheck } from '../lib/domain/decisions/outcome-check.ts';
import { columnUses } from '../lib/domain/decisions/outcome-features.ts';
import { type FoundPrediction, rowsMeant } from '../lib/domain/decisions/prediction-link.ts';
import { inGroups } from '../lib/domain/in-groups.ts';
import { metricNames } from '../lib/domain/metric-names.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { OutcomeStore, PredictionStore } from '../lib/domain/ports/outcome-store.ts';
import type { FeedbackAnswer } from '../lib/domain/steps/feedback.ts';
import { type GivenOutcome, readOutcomes } from '../lib/domain/steps/feedback-request.ts';
import { bodyText, httpRoutes, inputRefusal, jsonAnswer } from './http-routes.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { embeddedMetrics } from './metric-recorder.ts';

export interface FeedbackPorts {
  readonly modelName: string;
  readonly definition: DefinitionSource;
  readonly predictions: PredictionStore;
  readonly outcomes: OutcomeStore;
  readonly metrics: MetricRecorder;
  readonly clock: Clock;
}

const CALLS_AT_ONCE = 25;

/**
 * Stores outcomes, each id once, and names those that it refuses. Whatever fails on our side is thrown: the caller may
 * send everything again, what is stored by then is a duplicate.
 */
export function createFeedback(ports: FeedbackPorts) {
  return httpRoutes({
    async 'POST /outcomes'(request) {
      let read: ReturnType<typeof readOutcomes>;
      try {
        read = readOutcomes(bodyText(request));
      } catch (error) {
        return inputRefusal(error);
      }
      return jsonAnswer(200, await stored(ports, read));
    },
  });
}

async function stored(ports: FeedbackPorts, read: ReturnType<typeof readOutcomes>): Promise<FeedbackAnswer> {
  const definition = await ports.definition();
  const checks = await checked(ports, definition, read.outcomes);
  const right = checks.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
  const wrong = checks.flatMap(({ refused }) => (refused === null ? [] : [refused]));
  const unlike = firstOfEachId(right);
  const news: StoredOutcome[] = [];
  const put = async (outcome: StoredOutcome) => {
    if (await ports.outcomes.put(outcome, definition.retention.outcomeDays)) news.push(outcome);
  };
  try {
    await inGroups(unlike, CALLS_AT_ONCE, put);
  } finally {
    // sent again after a failure, what is stored by now is a repeat
    countLabels(ports, definition, news);
  }
  return { stored: news.length, duplicates: right.length - news.length, refused: [...read.malformed, ...wrong] };
}

/** Counts what has got its outcome for the version that answered, at the time of the answer. */
function countLabels(
  { modelName, metrics, clock }: FeedbackPorts,
  definition: Awaited<ReturnType<DefinitionSource>>,
  news: readonly StoredOutcome[],
): void {
  for (const { functionVersion, minute, labelled, wrong } of labelledAnswers(news, definition, clock.now())) {
    const of = { modelName, functionVersion, at: minute };
    metrics.record(metricNames.labelledAnswers, labelled, of);
    metrics.record(metricNames.wrongAnswers, wrong, of);
  }
}

function checked(
  { predictions, clock }: FeedbackPorts,
  definition: Awaited<ReturnType<DefinitionSource>>,
  given: readonly GivenOutcome[],
): Promise<OutcomeCheck[]> {
  const rules = { definition, uses: columnUses(definition), receivedAt: clock.now() };
  const find = predictionFinder(predictions);
  return inGroups(given, CALLS_AT_ONCE, async (one) => checkOutcome(one, await find(one.predictionId), rules));
}

/** Reads every record once, however many of its rows have an outcome. */
function predictionFinder(predictions: PredictionStore) {
  const records = new Map<string, ReturnType<PredictionStore['read']>>();
  const recordOf = (predictionId: string) => {
    const record = records.get(predictionId) ?? predictions.read(predictionId);
    records.set(predictionId, record);
    return record;
  };
  return async (id: string | undefined): Promise<FoundPrediction | null> => {
    if (id === undefined) return null;
    for (const { predictionId, index } of rowsMeant(id)) {
      const record = await recordOf(predictionId);
      if (record !== null) return { record, index };
    }
    return null;
  };
}

function firstOfEachId(outcomes: readonly StoredOutcome[]): StoredOutcome[] {
  const first = new Map<string, StoredOutcome>();
  for (const outcome of outcomes) if (!first.has(outcome.id)) first.set(outcome.id, outcome);
  return [...first.values()];
}

export const handler = lambdaHandler('feedback', (environment) =>
  createFeedback({
    modelName: environment.MODEL_NAME,
    definition: s3DefinitionSource(s3(), environment),
    predictions: dynamoDbPredictionStore(dynamoDb(), environment.PREDICTIONS_TABLE_NAME),
    outcomes: dynamoDbOutcomeStore(dynamoDb(), environment.OUTCOMES_TABLE_NAME),
    metrics: embeddedMetrics(),
    clock: systemClock,
  }),
);
