import type { ModelDefinition } from '../definition/model-definition.ts';
import { performanceDefaults } from '../definition/trigger-settings.ts';
import { secondsAfter, type Timestamp } from '../time.ts';
import { driftDays, type Stretch } from './drift-days.ts';
import { DELAY_DAYS } from './label-maturity.ts';

const DAY_SECONDS = 86_400;

/** What the predictions and outcomes of a model are looked at for. */
export interface Observation {
  /** Whose predictions count; what another model version has scored says nothing about this one. */
  readonly modelVersion: string;
  /** Windows of drift, by the time of the prediction; none where nobody asks. */
  readonly days: readonly Stretch[];
  /** Days of predictions that performance is measured on. */
  readonly lookbackDays: number;
  /** Longest that is waited for a label; once its record has expired, nothing can be linked with a prediction. */
  readonly delayDays: number;
  readonly now: Timestamp;
}

type Watched = Pick<ModelDefinition, 'triggers' | 'retention'>;

export function observationOf(modelVersion: string, { triggers, retention }: Watched, now: Timestamp): Observation {
  const { lookbackDays } = triggers.performance ?? performanceDefaults;
  const delayDays = Math.min(DELAY_DAYS, retention.predictionDays);
  return { modelVersion, days: driftDays(now, triggers.drift?.windows ?? 0), lookbackDays, delayDays, now };
}

/** Nothing from before is looked at: the oldest prediction that can count is as old as that, its outcome is younger. */
export function observedSince({ lookbackDays, delayDays, now }: Observation): Timestamp {
  return secondsAfter(now, -(delayDays + lookbackDays) * DAY_SECONDS);
}
