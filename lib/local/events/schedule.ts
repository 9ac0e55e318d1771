import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { PlainObject, PropertyReader } from '../cloudwatch/read-properties.ts';
import { type RetryPolicy, readDeadLetterArn, readRetryPolicy } from './retry-policy.ts';
import { type Occurrences, parseScheduleExpression } from './schedule-expression.ts';
import { compileScheduleInput, type ScheduleInput } from './schedule-input.ts';

/** A schedule of EventBridge Scheduler, as its properties say. */
export interface Schedule {
  /** Logical id in the template, or the name for one that an operation made. */
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly occurrences: Occurrences;
  /** First and last time of a run, in milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** A run begins at most so many milliseconds late. */
  readonly flexibleWindow: number;
  readonly targetArn: string;
  readonly input: ScheduleInput;
  readonly policy: RetryPolicy;
  readonly deadLetterArn: string | null;
  readonly properties: PlainObject;
}

function scheduleArn(name: string): string {
  return `arn:aws:scheduler:${LOCAL_REGION}:${LOCAL_ACCOUNT}:schedule/default/${name}`;
}

export interface ScheduleRequest {
  readonly name: string;
  readonly properties: PlainObject;
  /** When the schedule was created: what a rate without a start counts from. */
  readonly created: number;
}

/** Reads the properties of an `AWS::Scheduler::Schedule`, or the input of `UpdateSchedule`, which has the same form. */
export function readSchedule(reader: PropertyReader, logicalId: string, request: ScheduleRequest): Schedule {
  const { name, properties, created } = request;
  reader.ignore('Name', 'Description', 'KmsKeyArn', 'ClientToken');
  const group = reader.optionalText('GroupName') ?? 'default';
  if (group !== 'default') throw reader.refuse(`the schedule group ${group} is not simulated`);
  const start = readTime(reader, 'StartDate');
  const expression = reader.text('ScheduleExpression');
  const zone = reader.optionalText('ScheduleExpressionTimezone') ?? 'UTC';
  const occurrences = reader.attempt(() => parseScheduleExpression(expression, zone, start ?? created));
  const schedule: Schedule = {
    logicalId,
    name,
    arn: scheduleArn(name),
    enabled: reader.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED') === 'ENABLED',
    occurrences,
    // a schedule that runs once takes no notice of these
    start: occurrences.once ? 0 : (start ?? 0),
    end: (occurrences.once ? undefined : readTime(reader, 'EndDate')) ?? Number.POSITIVE_INFINITY,
    flexibleWindow: readWindow(reader.child('FlexibleTimeWindow')),
    ...readTarget(reader.child('Target')),
    properties,
  };
  reader.ignore('EndDate');
  reader.finish();
  return schedule;
}

type Target = Pick<Schedule, 'targetArn' | 'input' | 'policy' | 'deadLetterArn'>;

function readTarget(target: PropertyReader): Target {
  // who may call whom is asserted on the template
  target.ignore('RoleArn');
  const targetArn = target.text('Arn');
  if (targetArn.startsWith('arn:aws:scheduler:::')) {
    throw target.refuse(`the universal target ${targetArn} is not simulated`);
  }
  const text = target.text('Input');
  const input = target.attempt(() => compileScheduleInput(text));
  const read = { targetArn, input, policy: readRetryPolicy(target), deadLetterArn: readDeadLetterArn(target) };
  target.finish();
  return read;
}

function readWindow(window: PropertyReader): number {
  const flexible = window.oneOf('Mode', ['OFF', 'FLEXIBLE']) === 'FLEXIBLE';
  const minutes = flexible ? window.number('MaximumWindowInMinutes') : 0;
  window.finish();
  return minutes * 60_000;
}

/** ISO text in a template, seconds since 1970 in a request. */
function readTime(reader: PropertyReader, name: string): number | undefined {
  const value = reader.raw(name);
  if (value === undefined) return undefined;
  const time = typeof value === 'number' ? value * 1_000 : Date.parse(String(value));
  if (Number.isNaN(time)) throw reader.refuse(`'${name}' should be a time, got ${JSON.stringify(value)}`);
  return time;
}
