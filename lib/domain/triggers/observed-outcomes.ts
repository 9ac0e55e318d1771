import type { FeatureRow, Score } from '../artifacts/feature-value.ts';
import type { StoredOutcome } from '../artifacts/outcome.ts';
import { linkedId } from '../decisions/prediction-link.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { performanceDefaults } from '../definition/trigger-settings.ts';
import type { PredictionRecord } from '../ports/outcome-store.ts';
import { secondsAfter, type Timestamp } from '../time.ts';
import { driftDays, isWithin, type Stretch } from './drift-days.ts';
import { DELAY_DAYS, type FollowedPrediction } from './label-maturity.ts';

const DAY_SECONDS = 86_400;

/** What the outcomes of a model are looked at for. */
export interface Observation {
  /** Whose predictions count; what another model version has scored says nothing about this one. */
  readonly modelVersion: string;
  /** Windows of drift, by arrival, so that a day that is over stays as it was counted; none where nobody asks. */
  readonly days: readonly Stretch[];
  /** Days of predictions that performance is measured on. */
  readonly lookbackDays: number;
  readonly now: Timestamp;
}

type Watched = Pick<ModelDefinition, 'triggers'>;

export function observationOf(modelVersion: string, { triggers }: Watched, now: Timestamp): Observation {
  const { lookbackDays } = triggers.performance ?? performanceDefaults;
  return { modelVersion, days: driftDays(now, triggers.drift?.windows ?? 0), lookbackDays, now };
}

/** Nothing that arrived before is looked at. An outcome never arrives before its prediction was made. */
export function observedSince({ days, lookbackDays, now }: Observation): Timestamp {
  const since = secondsAfter(now, -Math.max(lookbackDays, DELAY_DAYS) * DAY_SECONDS);
  const [first] = days;
  return first !== undefined && first.from < since ? first.from : since;
}

/** What is kept of the outcome of one prediction. */
export interface ObservedOutcome {
  readonly predictionId: string;
  readonly prediction: FollowedPrediction & { readonly label: NonNullable<FollowedPrediction['label']> };
  /** Null where it arrived in none of the windows. */
  readonly features: FeatureRow | null;
}

/** What counts of some outcomes: those that are linked with a prediction of the model version. */
export function observedIn(outcomes: readonly StoredOutcome[], { modelVersion, days }: Observation): ObservedOutcome[] {
  return outcomes.flatMap(({ time, label, features, prediction, receivedAt }) => {
    if (prediction?.modelVersion !== modelVersion) return [];
    const isInWindow = days.some((day) => isWithin(receivedAt, day));
    return [
      {
        predictionId: prediction.id,
        prediction: {
          time: prediction.at ?? time,
          score: prediction.score,
          label: { value: label, arrivedAt: receivedAt },
        },
        features: isInWindow ? features : null,
      },
    ];
  });
}

/** One for each prediction, the one that arrived first: the archive may have an outcome twice, and a client too. */
export function withoutRepeats(observed: readonly ObservedOutcome[]): ObservedOutcome[] {
  const first = new Map<string, ObservedOutcome>();
  for (const one of observed) {
    const known = first.get(one.predictionId);
    if (known === undefined || arrivalOf(one) < arrivalOf(known)) first.set(one.predictionId, one);
  }
  return [...first.values()];
}

/** Rows of one window, as they were scored. */
export function rowsWithin(
  observed: readonly ObservedOutcome[],
  day: Stretch,
): { readonly features: FeatureRow; readonly score: Score }[] {
  return observed.flatMap((one) =>
    one.features !== null && isWithin(arrivalOf(one), day)
      ? [{ features: one.features, score: one.prediction.score }]
      : [],
  );
}

function arrivalOf({ prediction }: ObservedOutcome): Timestamp {
  return prediction.label.arrivedAt;
}

/** Predictions of the model version among some records, each row with its label where one has arrived. */
export function followedIn(
  records: readonly PredictionRecord[],
  observed: readonly ObservedOutcome[],
  { modelVersion }: Pick<Observation, 'modelVersion'>,
): FollowedPrediction[] {
  const labels = new Map(observed.map(({ predictionId, prediction }) => [predictionId, prediction.label]));
  const own = records.filter((record) => record.modelVersion === modelVersion);
  return own.flatMap(({ predictionId, at, rows }) =>
    rows.map(({ score }, index) => ({ time: at, score, label: labels.get(linkedId(predictionId, index)) ?? null })),
  );
}
