import type { StateType } from './definition.ts';
import { isExpression } from './expressions.ts';
import { isObject } from './json.ts';
import { MAX_SECONDS } from './limits.ts';

/** Says what a field should be, or undefined when it is fine. */
export type FieldCheck = (value: unknown) => string | undefined;

export type FieldChecks = Readonly<Record<string, FieldCheck>>;

export const text: FieldCheck = (value) => (typeof value === 'string' ? undefined : 'should be a string');
export const anything: FieldCheck = () => undefined;
export const object: FieldCheck = (value) => (isObject(value) ? undefined : 'should be an object');

const nonEmptyArray: FieldCheck = (value) =>
  Array.isArray(value) && value.length > 0 ? undefined : 'should be a list with at least one entry';

export const jsonataOnly: FieldCheck = (value) => (value === 'JSONata' ? undefined : "should be 'JSONata'");

export function wholeNumber(minimum: number, maximum = MAX_SECONDS): FieldCheck {
  return (value) =>
    Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
      ? undefined
      : `should be a whole number between ${minimum} and ${maximum}`;
}

function orExpression(check: FieldCheck): FieldCheck {
  return (value) => (isExpression(value) ? undefined : check(value));
}

const conditionCheck: FieldCheck = (value) =>
  isExpression(value) || typeof value === 'boolean' ? undefined : 'should be an expression, for example {% $ready %}';

const endCheck: FieldCheck = (value) => (value === true ? undefined : 'should be true, or absent');

const dateCheck: FieldCheck = (value) =>
  isTimestamp(value) ? undefined : 'should be a time such as 2026-03-14T01:59:00Z';

const itemsCheck: FieldCheck = (value) =>
  isExpression(value) || Array.isArray(value) ? undefined : 'should be a list or an expression';

/** The profile of ISO 8601 that the States Language asks for. */
export function isTimestamp(value: unknown): value is string {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  return typeof value === 'string' && form.test(value) && !Number.isNaN(Date.parse(value));
}

const common = { Type: anything, Comment: text, QueryLanguage: jsonataOnly };
const flow = { Next: text, End: endCheck };
const results = { Assign: object, Output: anything };
const handlers = { Retry: nonEmptyArray, Catch: nonEmptyArray };

export const stateFields: Readonly<Record<StateType, FieldChecks>> = {
  Pass: { ...common, ...flow, ...results },
  Task: {
    ...common,
    ...flow,
    ...results,
    ...handlers,
    Resource: text,
    Arguments: anything,
    TimeoutSeconds: orExpression(wholeNumber(1)),
    HeartbeatSeconds: orExpression(wholeNumber(1)),
  },
  Choice: { ...common, ...results, Choices: nonEmptyArray, Default: text },
  Wait: {
    ...common,
    ...flow,
    ...results,
    Seconds: orExpression(wholeNumber(0)),
    Timestamp: orExpression(dateCheck),
  },
  Succeed: { ...common, Output: anything },
  Fail: { ...common, Error: text, Cause: text },
  Map: {
    ...common,
    ...flow,
    ...results,
    ...handlers,
    Items: itemsCheck,
    ItemSelector: anything,
    ItemProcessor: object,
    MaxConcurrency: orExpression(wholeNumber(0)),
  },
  Parallel: { ...common, ...flow, ...results, ...handlers, Branches: nonEmptyArray, Arguments: anything },
};

export const requiredFields: Readonly<Record<StateType, readonly string[]>> = {
  Pass: [],
  Task: ['Resource'],
  Choice: ['Choices'],
  Wait: [],
  Succeed: [],
  Fail: [],
  Map: ['ItemProcessor'],
  Parallel: ['Branches'],
};

export const ruleFields: FieldChecks = {
  Condition: conditionCheck,
  Next: text,
  Assign: object,
  Output: anything,
  Comment: text,
};

/** Why a field that Step Functions knows is refused here. */
export const refusedFields: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'InputPath Parameters ResultSelector ResultPath OutputPath Result ItemsPath SecondsPath TimestampPath Iterator',
      'TimeoutSecondsPath HeartbeatSecondsPath MaxConcurrencyPath ErrorPath CausePath Variable And Or Not',
      'ToleratedFailureCountPath ToleratedFailurePercentagePath',
    ]
      .join(' ')
      .split(' ')
      .map((field) => [field, 'belongs to JSONPath, and only JSONata is run']),
  ),
  ...Object.fromEntries(
    ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'].map((field) => [
      field,
      'belongs to a distributed Map, which is not simulated',
    ]),
  ),
  ToleratedFailureCount: 'is not simulated: catch the failure inside the iteration',
  ToleratedFailurePercentage: 'is not simulated: catch the failure inside the iteration',
  Credentials: 'is not simulated: tasks run under one role',
};
