/** What a run puts into the input of its target. */
interface ScheduleContext {
  readonly 'scheduled-time': string;
  readonly 'schedule-arn': string;
  readonly 'execution-id': string;
  readonly 'attempt-number': string;
}

/** The text that the target gets. */
export type ScheduleInput = (context: ScheduleContext) => string;

const ATTRIBUTE = /<aws\.scheduler\.([^<>]+)>/g;
const attributes: readonly (keyof ScheduleContext)[] = [
  'scheduled-time',
  'schedule-arn',
  'execution-id',
  'attempt-number',
];

const sample: ScheduleContext = {
  'scheduled-time': '2026-01-31T03:17:00Z',
  'schedule-arn': 'arn',
  'execution-id': '0123456789abcdef',
  'attempt-number': '1',
};

/** Makes the input of a schedule from a text with `<aws.scheduler.…>` in it. Throws for an unknown one, and for no JSON. */
export function compileScheduleInput(text: string): ScheduleInput {
  const named = [...text.matchAll(ATTRIBUTE)].map(([, name = '']) => name);
  const unknown = named.find((name) => !attributes.some((attribute) => attribute === name));
  if (unknown !== undefined) throw new Error(`<aws.scheduler.${unknown}> is not simulated`);
  const fill: ScheduleInput = (context) =>
    text.replaceAll(ATTRIBUTE, (_, name: keyof ScheduleContext) => context[name]);
  // throws when the target would get no JSON
  JSON.parse(fill(sample));
  return named.length === 0 ? () => text : fill;
}
