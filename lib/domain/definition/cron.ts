import { parseAwsCron } from './aws-cron.ts';
import {
  type CronField,
  cronText,
  hourField,
  minuteField,
  monthDayField,
  monthField,
  parseCronField,
  weekdayNames,
} from './cron-field.ts';

// 7 is Sunday as well
const unixWeekdayField: CronField = { what: 'day of week', minimum: 0, maximum: 7, names: weekdayNames };

/** Both forms that a schedule may be written in. */
export const CRON_FORMS =
  'should be a cron of five unix fields, such as "17 3 * * *", or of six AWS fields, such as "17 3 * * ? *"';

type CronReading = { readonly cron: string } | { readonly fault: string };

/** A five-field unix cron or a six-field AWS cron as EventBridge takes it inside `cron()`: `0 2 ? * SUN *`. */
export function readCron(text: string): CronReading {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const translated = fields.length === 5 ? fromUnix(fields) : { cron: fields.join(' ') };
  if ('fault' in translated) return translated;
  const parsed = parseAwsCron(translated.cron);
  return typeof parsed === 'string' ? { fault: parsed } : translated;
}

function fromUnix([minute = '', hour = '', monthDay = '', month = '', weekday = '']: readonly string[]): CronReading {
  const texts = [
    translated(minuteField, minute),
    translated(hourField, hour),
    translated(monthDayField, monthDay),
    translated(monthField, month),
    translatedWeekday(weekday),
  ];
  for (const text of texts) if ('fault' in text) return text;
  if (monthDay !== '*' && weekday !== '*') {
    return { fault: 'EventBridge cannot run on a day of month or a day of week: give two schedules instead' };
  }
  const [minuteText, hourText, monthDayText, monthText, weekdayText] = texts.map((text) =>
    'cron' in text ? text.cron : '',
  );
  const days = weekday === '*' ? [monthDayText, monthText, '?'] : ['?', monthText, weekdayText];
  return { cron: [minuteText, hourText, ...days, '*'].join(' ') };
}

function translated(field: CronField, text: string): CronReading {
  const values = parseCronField(field, text, 'from-range');
  if (typeof values === 'string') return { fault: values };
  const step = /^\*\/(\d+)$/.exec(text)?.[1];
  if (text === '*' || step === '1') return { cron: '*' };
  return { cron: step === undefined ? cronText(values) : `${field.minimum}/${step}` };
}

// unix counts weekdays from 0 and AWS from 1, so names are written
function translatedWeekday(text: string): CronReading {
  const values = parseCronField(unixWeekdayField, text === '*' ? '0-6' : text, 'from-range');
  if (typeof values === 'string') return { fault: values };
  const weekdays = [...new Set(values.map((value) => value % 7))].sort((a, b) => a - b);
  return { cron: weekdays.length === 7 ? '*' : cronText(weekdays, (weekday) => weekdayNames[weekday] ?? '') };
}
