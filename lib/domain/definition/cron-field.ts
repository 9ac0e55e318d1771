/** The values one field of a cron may take; names count up from the minimum. */
export interface CronField {
  readonly what: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly names?: readonly string[];
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;
export const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

export const minuteField: CronField = { what: 'minute', minimum: 0, maximum: 59 };
export const hourField: CronField = { what: 'hour', minimum: 0, maximum: 23 };
export const monthDayField: CronField = { what: 'day of month', minimum: 1, maximum: 31 };
export const monthField: CronField = { what: 'month', minimum: 1, maximum: 12, names: monthNames };

const PART = /^(?:(?<star>\*)|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d+))?$/;

/** Which steps a dialect knows: `5-59/15` (unix) or `5/15` (AWS). Both know the step from a star. */
type StepForm = 'from-range' | 'from-value';

/** The values that a field such as `1-5,7` names, rising; a text says what is wrong instead. */
export function parseCronField(field: CronField, text: string, stepForm: StepForm): readonly number[] | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const found = parsePart(field, part, stepForm);
    if (typeof found === 'string') return found;
    for (const value of found) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function parsePart(field: CronField, part: string, stepForm: StepForm): readonly number[] | string {
  const groups = PART.exec(part)?.groups;
  if (groups === undefined) return `the ${field.what} "${part}" is not a value, range or step`;
  const { star, from = '', to, step } = groups;
  if (star === undefined && step !== undefined && (to === undefined) !== (stepForm === 'from-value')) {
    return `the ${field.what} "${part}" has a step that this form of cron does not know`;
  }
  const [first, last] = boundsOf(field, star === undefined ? { from, to } : {}, step !== undefined);
  if (Number.isNaN(first) || Number.isNaN(last)) return `the ${field.what} "${part}" is not ${valuesText(field)}`;
  if (last < first) return `the range of the ${field.what} "${part}" should rise`;
  return stepped(field, first, last, Number(step ?? 1));
}

function boundsOf(
  field: CronField,
  { from, to }: { from?: string; to?: string | undefined },
  open: boolean,
): [number, number] {
  if (from === undefined) return [field.minimum, field.maximum];
  const first = fieldValue(field, from);
  if (to !== undefined) return [first, fieldValue(field, to)];
  return [first, open ? field.maximum : first];
}

function stepped(field: CronField, first: number, last: number, step: number): readonly number[] | string {
  if (step < 1 || step > field.maximum) return `the step of the ${field.what} should be from 1 to ${field.maximum}`;
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

/** The number a value or a name stands for; NaN when it is outside the field. */
export function fieldValue(field: CronField, text: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? field.minimum + named : Number(/^\d+$/.test(text) ? text : Number.NaN);
  return value >= field.minimum && value <= field.maximum ? value : Number.NaN;
}

function valuesText({ minimum, maximum, names }: CronField): string {
  const numbers = `from ${minimum} to ${maximum}`;
  return names === undefined ? numbers : `${numbers} or ${names[0]} to ${names.at(-1)}`;
}

/** Rising values as cron text; three or more neighbours become a range. */
export function cronText(values: readonly number[], name: (value: number) => string = String): string {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  const runText = (run: number[]) => {
    const names = run.map(name);
    return run.length > 2 ? `${names[0]}-${names.at(-1)}` : names.join(',');
  };
  return runs.map(runText).join(',');
}
