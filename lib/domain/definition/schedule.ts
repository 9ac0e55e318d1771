import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { pathText } from '../problems.ts';
import { CRON_FORMS, readCron } from './cron.ts';
import { type Parts, problemAt } from './definition-parts.ts';
import { text } from './definition-values.ts';
import { isTimeZone } from './time-zone.ts';

/** One schedule that starts a retraining. */
export interface Schedule {
  readonly name: string;
  /** Six fields as EventBridge takes them, without `cron()` around them: `17 3 * * ? *`. */
  readonly cron: string;
  readonly timeZone: string;
}

const MOST_SCHEDULES = 10;
const scheduleListExpected = `should be a list of at most ${MOST_SCHEDULES} schedules, such as [{"cron": "17 3 * * *"}]`;
const timeZoneExpected = 'should be a time zone of the IANA database, such as "UTC" or "Europe/Berlin"';

const scheduleSchema = z.strictObject(
  {
    name: text(
      'a name in kebab case of at most 40 characters, such as "nightly"',
      /^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    ).optional(),
    cron: z
      .string(CRON_FORMS)
      .superRefine((cron, context) => {
        const reading = readCron(cron);
        if ('fault' in reading) context.addIssue({ code: 'custom', message: `${CRON_FORMS} (${reading.fault})` });
      })
      .describe('five unix fields, such as 17 3 * * *, or six AWS fields, such as 17 3 * * ? *'),
    timeZone: z.string(timeZoneExpected).refine(isTimeZone, timeZoneExpected).optional().describe('"UTC" unless told'),
  },
  'should be an object such as {"cron": "17 3 * * *", "timeZone": "UTC"}',
);

export const schedulesSchema = z.array(scheduleSchema, scheduleListExpected).max(MOST_SCHEDULES, scheduleListExpected);

type ScheduleParts = Parts<z.infer<typeof schedulesSchema>>;

/** Names and times that occur twice in the list. */
export function scheduleProblems({ schedules = [] }: { readonly schedules?: ScheduleParts }): Problem[] {
  const names = schedules.map((schedule, index) => schedule && nameOf(schedule.name, index));
  const times = schedules.map(
    (schedule) => schedule?.cron && `${translatedCron(schedule.cron)} ${schedule.timeZone ?? 'UTC'}`,
  );
  return schedules.flatMap((schedule, index) => [
    ...repetition(names, index, 'name', schedule?.name),
    ...repetition(times, index, 'cron', schedule?.cron),
  ]);
}

function repetition(
  keys: readonly (string | undefined)[],
  index: number,
  member: 'name' | 'cron',
  value: unknown,
): Problem[] {
  const first = keys.indexOf(keys[index]);
  if (keys[index] === undefined || first === index) return [];
  const other = pathText(['schedules', first]);
  return [problemAt(['schedules', index, member], `should be unlike the ${member} of ${other}`, value)];
}

function nameOf(name: string | undefined, index: number): string {
  return name ?? `schedule-${index + 1}`;
}

function translatedCron(cron: string): string {
  const reading = readCron(cron);
  return 'cron' in reading ? reading.cron : cron;
}

export function resolveSchedules(given: ScheduleParts | undefined, preset: readonly Schedule[]): readonly Schedule[] {
  if (given === undefined) return preset;
  return given.flatMap((schedule, index) => {
    if (schedule?.cron === undefined) return [];
    const { name, cron, timeZone = 'UTC' } = schedule;
    return [{ name: nameOf(name, index), cron: translatedCron(cron), timeZone }];
  });
}
