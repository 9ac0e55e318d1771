import { hashSample } from '../../statistics/hash-sample.ts';
import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { FollowedPrediction } from './label-maturity.ts';
import { type Observation, observedSince } from './observation.ts';
import type { SampledPrediction } from './sampled-predictions.ts';

/** Outcomes of the model version that are kept: enough for every measure, and less than a tenth of the step's memory. */
const MOST_OUTCOMES = 200_000;

type Label = NonNullable<FollowedPrediction['label']>;

/** A prediction that has its label. */
interface LabelledPrediction extends FollowedPrediction {
  readonly label: Label;
}

/** What is kept of the outcomes of a model. */
export interface ObservedOutcomes {
  /** Of the model version: all, or a sample by the hash of the prediction. */
  readonly labelled: readonly LabelledPrediction[];
  /** Labels of the sampled predictions, of whichever model version, by the prediction's id. */
  readonly labels: ReadonlyMap<string, Label>;
}

/** Takes outcomes one by one and keeps what counts. */
export interface OutcomeFold {
  /** Whether an outcome of this prediction could count. */
  wants(predictionId: string): boolean;
  add(outcome: StoredOutcome): void;
  observed(): ObservedOutcomes;
  /** Outcomes that are in memory. */
  readonly held: number;
}

/**
 * Keeps what counts of any number of outcomes, in whatever order they come: those that are linked with a prediction of the
 * model version, at most `mostOutcomes` and a quarter more, and the labels of the sampled predictions. Of each prediction
 * the outcome counts that arrived first: the archive may have one twice, and a client too.
 */
export function foldOutcomes(
  observation: Observation,
  sampled: readonly Pick<SampledPrediction, 'id'>[],
  mostOutcomes = MOST_OUTCOMES,
): OutcomeFold {
  const { modelVersion, now } = observation;
  const since = observedSince(observation);
  const ids = new Set(sampled.map(({ id }) => id));
  const labels = new Map<string, Label>();
  const labelled = hashSample<LabelledPrediction>(mostOutcomes, (one, other) => isEarlier(one.label, other.label));

  const follow = (id: string, label: Label) => {
    const known = labels.get(id);
    if (ids.has(id) && (known === undefined || isEarlier(label, known))) labels.set(id, label);
  };
  return {
    wants: (id) => ids.has(id) || labelled.wants(id),
    add({ time, label: value, prediction, receivedAt }) {
      if (prediction === null) return;
      const { id, at = time, score } = prediction;
      const label = { value, arrivedAt: receivedAt };
      follow(id, label);
      if (prediction.modelVersion !== modelVersion || at < since || at > now) return;
      labelled.offer(id, { time: at, score, label });
    },
    observed: () => ({ labelled: labelled.items(), labels }),
    get held() {
      return labelled.held + labels.size;
    },
  };
}

function isEarlier(one: Label, other: Label): boolean {
  if (one.arrivedAt !== other.arrivedAt) return one.arrivedAt < other.arrivedAt;
  return one.value < other.value;
}
