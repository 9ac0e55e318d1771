import { AwsError, type Operations } from '../aws-error.ts';
import { type PlainObject, PropertyReader } from '../cloudwatch/read-properties.ts';
import { readSchedule } from './schedule.ts';
import type { Scheduler, StandingSchedule } from './scheduler.ts';

/** `GetSchedule` and `UpdateSchedule`, which replaces everything that it does not repeat. */
export function schedulerOperations(scheduler: Scheduler): Operations {
  return {
    GetSchedule: (input) => {
      const request = readRequest('GetSchedule', input);
      const standing = findSchedule(scheduler, request);
      request.ignore('GroupName');
      request.finish();
      return shown(standing);
    },

    UpdateSchedule: (input) => {
      const request = readRequest('UpdateSchedule', input);
      const { schedule: before, created } = findSchedule(scheduler, request);
      const { Name, GroupName, ClientToken, ...properties } = input;
      const schedule = readSchedule(request, before.logicalId, { name: before.name, properties, created });
      scheduler.put(schedule);
      return { ScheduleArn: schedule.arn };
    },
  };
}

function readRequest(operation: string, input: PlainObject): PropertyReader {
  return new PropertyReader(operation, input, (message) => new AwsError('ValidationException', message));
}

function findSchedule(scheduler: Scheduler, request: PropertyReader): StandingSchedule {
  const name = request.text('Name');
  const standing = scheduler.get(name);
  if (standing === undefined) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  return standing;
}

function shown({ schedule, created, changed }: StandingSchedule) {
  const { Name, Tags, StartDate, EndDate, ...properties } = schedule.properties;
  return {
    ActionAfterCompletion: 'NONE',
    GroupName: 'default',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
    ...properties,
    ...(StartDate === undefined ? {} : { StartDate: seconds(StartDate) }),
    ...(EndDate === undefined ? {} : { EndDate: seconds(EndDate) }),
    Name: schedule.name,
    Arn: schedule.arn,
    CreationDate: created / 1_000,
    LastModificationDate: changed / 1_000,
  };
}

function seconds(time: unknown): number {
  return typeof time === 'number' ? time : Date.parse(String(time)) / 1_000;
}
