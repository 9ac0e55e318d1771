import type { Score } from '../artifacts/feature-value.ts';
import { linkedId } from '../decisions/prediction-link.ts';
import type { PredictionRecord } from '../ports/outcome-store.ts';
import type { Timestamp } from '../time.ts';
import type { DayCounter } from './counted-days.ts';
import { type Observation, observedSince } from './observation.ts';

/** Rows that are read at most: of a thousand a day, all; of ten years of records, some hundreds of each day. */
const MOST_READ_ROWS = 1_000_000;

/** Rows that coverage and delay of labels are estimated on: plenty for both. */
const SAMPLED_ROWS = 50_000;

/** A row of a prediction, of whichever model version. */
export interface SampledPrediction {
  /** What its outcome calls it. */
  readonly id: string;
  readonly modelVersion: string;
  readonly time: Timestamp;
  readonly score: Score;
}

/** How many rows are read and kept; the last record counts as a whole. */
export interface SampleLimits {
  readonly read: number;
  readonly sampled: number;
}

/**
 * Goes through prediction records, which come in an order that says nothing about them, until there is enough: counts the
 * days of drift, where somebody asks, and keeps a sample of what outcomes are waited for.
 */
export async function samplePredictions(
  records: AsyncIterable<PredictionRecord>,
  observation: Observation,
  days: DayCounter | null,
  limits: SampleLimits = { read: MOST_READ_ROWS, sampled: SAMPLED_ROWS },
): Promise<SampledPrediction[]> {
  const isRecent = recently(observation);
  const sampled: SampledPrediction[] = [];
  let read = 0;
  for await (const record of records) {
    read += record.rows.length;
    days?.add(record);
    if (isRecent(record) && sampled.length < limits.sampled) sampled.push(...rowsOf(record));
    const isEnough = sampled.length >= limits.sampled && (days === null || days.isFull());
    if (isEnough || read >= limits.read) break;
  }
  return sampled;
}

function recently(observation: Observation): (record: Pick<PredictionRecord, 'at'>) => boolean {
  const since = observedSince(observation);
  return ({ at }) => at >= since && at <= observation.now;
}

function rowsOf({ predictionId, modelVersion, at, rows }: PredictionRecord): SampledPrediction[] {
  return rows.map(({ score }, index) => ({ id: linkedId(predictionId, index), modelVersion, time: at, score }));
}
