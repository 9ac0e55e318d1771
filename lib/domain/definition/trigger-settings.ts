import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { choice, decimal, switchable, wholeNumber } from './definition-values.ts';
import { days, daysSchema, durationSchema, seconds } from './duration.ts';
import { type PerformanceSource, performanceSourceSchema, resolveSource } from './performance-source.ts';
import type { Retention } from './resource-settings.ts';
import type { SettingSource } from './setting-source.ts';

/** What may ask for a retraining (S2-06, S3-01). */
export const triggerNames = ['schedule', 'drift', 'performance', 'volume', 'manual'] as const;
export type TriggerName = (typeof triggerNames)[number];

const performanceMetrics = ['accuracy', 'auc', 'f1', 'macro-f1'] as const;

export interface DriftTrigger {
  /** Population stability index above which a feature counts as drifted. */
  readonly psi: number;
  /** Importance-weighted share of drifted features, 0..1. */
  readonly share: number;
  /** Consecutive windows that must agree. */
  readonly windows: number;
}

export interface PerformanceTrigger {
  readonly metric: (typeof performanceMetrics)[number];
  readonly below: number;
  readonly lookbackDays: number;
  /** Where the value comes from. @default measured on mature outcomes */
  readonly source?: PerformanceSource;
}

export interface TriggerSettings {
  /** `any`: the schedule suffices; `event`: a scheduled execution needs drift, performance or volume as well (C-7). */
  readonly require: 'any' | 'event';
  readonly drift: DriftTrigger | null;
  readonly performance: PerformanceTrigger | null;
  readonly volume: { readonly rows: number } | null;
  /** Time after a retraining in which no event starts another. */
  readonly cooldownSeconds: number;
  /** Most retrainings a month that events may start. */
  readonly monthlyBudget: number;
}

/** Defaults of S2-01 and S2-02 and of the aggregation over features and windows. */
export const driftDefaults: DriftTrigger = { psi: 0.25, share: 0.3, windows: 2 };
export const performanceDefaults: PerformanceTrigger = { metric: 'accuracy', below: 0.92, lookbackDays: 30 };

const driftSchema = z.strictObject(
  {
    psi: decimal(0, 1, 0.25).optional(),
    share: decimal(0, 1, 0.3).optional(),
    windows: wholeNumber(1, 30, 2).optional(),
  },
  'should be an object such as {"psi": 0.25, "share": 0.3, "windows": 2}',
);

const performanceSchema = z.strictObject(
  {
    metric: choice(performanceMetrics).optional(),
    below: decimal(0, 1, 0.92).optional(),
    lookback: daysSchema('1d', '365d', '30d').optional(),
    source: performanceSourceSchema.optional(),
  },
  'should be an object such as {"metric": "accuracy", "below": 0.92, "lookback": "30d"}',
);

const volumeSchema = z.strictObject(
  { rows: wholeNumber(1, 100_000_000, 10_000) },
  'should be an object such as {"rows": 10000}',
);

export const triggersSchema = z.strictObject(
  {
    require: choice(['any', 'event']).optional().describe('"event": a schedule alone does not retrain'),
    drift: switchable(driftSchema, '{"psi": 0.25}').optional(),
    performance: switchable(performanceSchema, '{"metric": "accuracy", "below": 0.92}').optional(),
    volume: switchable(volumeSchema, '{"rows": 10000}').optional(),
    cooldown: durationSchema('1m', '90d', '24h')
      .optional()
      .describe('time in which no event starts another retraining'),
    monthlyBudget: wholeNumber(1, 1_000, 12).optional().describe('most retrainings a month that events may start'),
  },
  'should be an object such as {"drift": {"psi": 0.25}, "cooldown": "24h"}',
);

type TriggerParts = Parts<z.infer<typeof triggersSchema>>;

export function resolveTriggers(given: TriggerParts = {}, preset: TriggerSettings): TriggerSettings {
  return {
    require: given.require ?? preset.require,
    drift: resolveDrift(given.drift, preset.drift),
    performance: resolvePerformance(given.performance, preset.performance),
    volume: resolveVolume(given.volume, preset.volume),
    cooldownSeconds: given.cooldown === undefined ? preset.cooldownSeconds : seconds(given.cooldown),
    monthlyBudget: given.monthlyBudget ?? preset.monthlyBudget,
  };
}

function resolveDrift(given: TriggerParts['drift'], preset: DriftTrigger | null): DriftTrigger | null {
  if (given === undefined) return preset;
  return given === false ? null : { ...driftDefaults, ...preset, ...given };
}

function resolvePerformance(
  given: TriggerParts['performance'],
  preset: PerformanceTrigger | null,
): PerformanceTrigger | null {
  if (given === undefined) return preset;
  if (given === false) return null;
  const { lookback, source: from, ...rest } = given;
  const source = resolveSource(from);
  const lookbackDays = lookback === undefined ? {} : { lookbackDays: days(lookback) };
  return { ...performanceDefaults, ...preset, ...rest, ...lookbackDays, ...(source && { source }) };
}

function resolveVolume(given: TriggerParts['volume'], preset: TriggerSettings['volume']): TriggerSettings['volume'] {
  if (given === false) return null;
  return given?.rows === undefined ? preset : { rows: given.rows };
}

interface Triggered {
  readonly triggers: TriggerSettings;
  readonly retention: Pick<Retention, 'predictionDays'>;
}

export function triggerProblems(settings: Triggered, source: SettingSource): Problem[] {
  return [...requirementProblems(settings, source), ...windowProblems(settings, source)];
}

/** The first moments of the oldest window are longer ago than the windows have days. */
function windowProblems({ triggers: { drift }, retention }: Triggered, source: SettingSource): Problem[] {
  if (drift === null || retention.predictionDays > drift.windows) return [];
  if (!source.intact('triggers') || !source.intact('retention')) return [];
  const expected = `should be more days than triggers.drift.windows (${drift.windows}), or requests would be gone before a window of drift is counted`;
  return [source.problem(['retention', 'predictions'], expected, `${retention.predictionDays}d`)];
}

function requirementProblems({ triggers }: Pick<Triggered, 'triggers'>, source: SettingSource): Problem[] {
  const { require, drift, performance, volume } = triggers;
  if (require === 'any' || drift !== null || performance !== null || volume !== null) return [];
  if (!source.intact('triggers')) return [];
  const expected = 'should be "any" while drift, performance and volume are off, or nothing would ever retrain';
  return [source.problem(['triggers', 'require'], expected, require)];
}
