import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Parts } from './definition-parts.ts';
import { flag } from './definition-values.ts';
import { durationSchema, durationText, seconds } from './duration.ts';
import { shortestGapSeconds } from './run-gap.ts';
import type { Schedule } from './schedule.ts';
import type { SettingSource } from './setting-source.ts';

export interface RollbackSettings {
  /** Off: alarms and the verdict of probation only notify (S1-23); a canary that fails its verdict ends all the same. */
  readonly automatic: boolean;
  /** How long after a promotion the champion may still be rolled back automatically. */
  readonly probationSeconds: number;
  /** How long after a rollback the restored champion is watched (S4-31). */
  readonly watchSeconds: number;
}

export const rollbackSchema = z.strictObject(
  {
    automatic: flag()
      .optional()
      .describe('false: alarms and probation only notify, a canary that fails its verdict still ends'),
    probation: durationSchema('5m', '14d', '24h')
      .optional()
      .describe('how long after a promotion the champion may still be rolled back automatically'),
    watch: durationSchema('25m', '7d', '1h')
      .optional()
      .describe('how long after a rollback the restored champion is watched'),
  },
  'should be an object such as {"automatic": true, "probation": "24h"}',
);

export function resolveRollback(
  given: Parts<z.infer<typeof rollbackSchema>> = {},
  preset: RollbackSettings,
): RollbackSettings {
  return {
    automatic: given.automatic ?? preset.automatic,
    probationSeconds: given.probation === undefined ? preset.probationSeconds : seconds(given.probation),
    watchSeconds: given.watch === undefined ? preset.watchSeconds : seconds(given.watch),
  };
}

/** Probation blocks the next release, so one that outlasts the time between two runs would block every other one. */
export function probationProblems(
  { rollback, schedules }: { readonly rollback: RollbackSettings; readonly schedules: readonly Schedule[] },
  source: SettingSource,
): Problem[] {
  if (!source.intact('schedules', 'rollback.probation')) return [];
  const gap = shortestGapSeconds(schedules);
  if (rollback.probationSeconds < gap) return [];
  const expected = `should be shorter than "${durationText(gap)}", the shortest time between two scheduled runs`;
  return [source.problem(['rollback', 'probation'], expected, durationText(rollback.probationSeconds))];
}
