import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { decimal, positive, switchable, wholeNumber } from './definition-values.ts';
import { days, daysSchema, minutes, minutesSchema } from './duration.ts';
import type { SettingSource } from './setting-source.ts';

export interface AucAlarm {
  readonly below: number;
  readonly forMinutes: number;
}

/** When operators are told; `null` is off. Error rates are watched by the limits after promotion. */
export interface AlarmSettings {
  /** Crashes and time-outs of one function version in a minute that give its canary back, if there are two such minutes. */
  readonly challengerErrors: number;
  /** S0-18 */
  readonly aucWarning: AucAlarm | null;
  /** S0-19 */
  readonly aucCritical: AucAlarm | null;
  /** Loss of accuracy since promotion, in absolute points, above which it alarms (S4-23). */
  readonly accuracyDrop: number | null;
  /** S0-20, C-11 */
  readonly responseMeanMilliseconds: number | null;
  /** S0-20, C-11 */
  readonly responseP95Milliseconds: number | null;
  /** Age of the champion after which it counts as stale (S0-22). */
  readonly staleAfterDays: number;
}

/** The thresholds of S0-18 and S0-19, for a definition that turns the alarm on without naming them. */
export const aucWarningDefaults: AucAlarm = { below: 0.65, forMinutes: 30 };
export const aucCriticalDefaults: AucAlarm = { below: 0.55, forMinutes: 10 };

const aucAlarmSchema = z.strictObject(
  { below: decimal(0, 1, 0.65).optional(), for: minutesSchema('1m', '24h', '30m').optional() },
  'should be an object such as {"below": 0.65, "for": "30m"}',
);

const milliseconds = switchable(
  wholeNumber(1, 900_000, 100),
  'a whole number of milliseconds from 1 to 900000, such as 100',
);

export const alarmsSchema = z.strictObject(
  {
    challengerErrors: wholeNumber(1, 1_000_000, 5)
      .optional()
      .describe('crashes and time-outs of one function version in a minute that give its canary back'),
    aucWarning: switchable(aucAlarmSchema, '{"below": 0.65, "for": "30m"}').optional(),
    aucCritical: switchable(aucAlarmSchema, '{"below": 0.55, "for": "10m"}').optional(),
    accuracyDrop: switchable(positive(1, 0.05), 'a number above 0 and at most 1, such as 0.05').optional(),
    responseMean: milliseconds.optional().describe('milliseconds'),
    responseP95: milliseconds.optional().describe('milliseconds'),
    staleAfter: daysSchema('1d', '730d', '30d')
      .optional()
      .describe('age of the champion after which it counts as stale'),
  },
  'should be an object such as {"aucWarning": {"below": 0.65, "for": "30m"}}',
);

type AlarmParts = Parts<z.infer<typeof alarmsSchema>>;

export function resolveAlarms(given: AlarmParts = {}, preset: AlarmSettings): AlarmSettings {
  return {
    challengerErrors: given.challengerErrors ?? preset.challengerErrors,
    aucWarning: resolveAucAlarm(given.aucWarning, preset.aucWarning, aucWarningDefaults),
    aucCritical: resolveAucAlarm(given.aucCritical, preset.aucCritical, aucCriticalDefaults),
    accuracyDrop: resolveThreshold(given.accuracyDrop, preset.accuracyDrop),
    responseMeanMilliseconds: resolveThreshold(given.responseMean, preset.responseMeanMilliseconds),
    responseP95Milliseconds: resolveThreshold(given.responseP95, preset.responseP95Milliseconds),
    staleAfterDays: given.staleAfter === undefined ? preset.staleAfterDays : days(given.staleAfter),
  };
}

function resolveAucAlarm(
  given: AlarmParts['aucWarning'],
  preset: AucAlarm | null,
  defaults: AucAlarm,
): AucAlarm | null {
  if (given === undefined) return preset;
  if (given === false) return null;
  const base = preset ?? defaults;
  return {
    below: given.below ?? base.below,
    forMinutes: given.for === undefined ? base.forMinutes : minutes(given.for),
  };
}

function resolveThreshold(given: number | false | undefined, preset: number | null): number | null {
  if (given === undefined) return preset;
  return given === false ? null : given;
}

export function alarmProblems({ alarms }: { readonly alarms: AlarmSettings }, source: SettingSource): Problem[] {
  const { aucWarning, aucCritical } = alarms;
  if (aucWarning === null || aucCritical === null || aucCritical.below < aucWarning.below) return [];
  if (!source.intact('alarms.aucWarning.below', 'alarms.aucCritical.below')) return [];
  const expected = `should be below ${aucWarning.below}, the level of the warning`;
  return [source.problem(['alarms', 'aucCritical', 'below'], expected, aucCritical.below)];
}
