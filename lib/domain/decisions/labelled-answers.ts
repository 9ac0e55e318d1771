import { readScores } from '../../statistics/metrics/read-scores.ts';
import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { milliseconds, type Timestamp, timestamp } from '../time.ts';
import { rowsMeant } from './prediction-link.ts';

/** Answers of one function version in one minute whose outcomes have come. */
export interface LabelledAnswers {
  readonly functionVersion: string;
  /** Start of the minute in which they were given. */
  readonly minute: Timestamp;
  readonly labelled: number;
  /** Those of them that the outcome contradicts. */
  readonly wrong: number;
}

type LabelTerms = Pick<ModelDefinition, 'positiveClass' | 'classes'>;
type LinkedPrediction = NonNullable<StoredOutcome['prediction']>;

const MINUTE = 60_000;
/** CloudWatch takes no metric that is older. */
const OLDEST = 14 * 24 * 60 * MINUTE;

/**
 * What new outcomes say of the answers that they are linked with, each by the version and the minute of its answer: so the
 * labels of a minute are of one age in every arm of a canary. The rows of one request have one arm in common and are no
 * independent evidence; only the first one counts, once. Left out is also what is older than two weeks, and a score in
 * other terms than the definition's, which it does not make wrong.
 */
export function labelledAnswers(
  outcomes: readonly StoredOutcome[],
  terms: LabelTerms,
  now: Timestamp,
): LabelledAnswers[] {
  const counts = new Map<string, LabelledAnswers>();
  for (const { prediction, label } of firstOfEachAnswer(outcomes)) {
    const minute = minuteOf(prediction);
    if (minute === null || milliseconds(minute) < milliseconds(now) - OLDEST) continue;
    const wrong = isWrong(prediction, label, terms);
    if (wrong === null) continue;
    const { functionVersion } = prediction;
    const key = `${functionVersion} ${minute}`;
    const known = counts.get(key) ?? { functionVersion, minute, labelled: 0, wrong: 0 };
    counts.set(key, { ...known, labelled: known.labelled + 1, wrong: known.wrong + Number(wrong) });
  }
  return [...counts.values()];
}

function firstOfEachAnswer(outcomes: readonly StoredOutcome[]) {
  const first = new Map<string, { readonly prediction: LinkedPrediction; readonly label: string }>();
  for (const { prediction, label } of outcomes) {
    if (prediction === null || rowsMeant(prediction.id)[0]?.index !== 0 || first.has(prediction.id)) continue;
    first.set(prediction.id, { prediction, label });
  }
  return first.values();
}

function minuteOf({ at }: LinkedPrediction): Timestamp | null {
  return at === undefined ? null : timestamp(Math.floor(milliseconds(at) / MINUTE) * MINUTE);
}

function isWrong({ score }: LinkedPrediction, label: string, { positiveClass, classes }: LabelTerms): boolean | null {
  const outputs = Array.isArray(score) ? score.length : null;
  if (outputs !== (positiveClass === null ? classes.length : null)) return null;
  const { actual, predicted } = readScores({ labels: [label], scores: [score], positiveClass, classes });
  return actual[0] !== predicted[0];
}
