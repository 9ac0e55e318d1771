import { checkFields, objectEntries, type Problems } from './field-check.ts';
import { anything, type FieldCheck, type FieldChecks, object, text, wholeNumber } from './state-fields.ts';

/** The errors that the service itself reports. */
const SERVICE_ERRORS = new Set(
  [
    'ALL Timeout HeartbeatTimeout TaskFailed Permissions DataLimitExceeded Runtime QueryEvaluationError BranchFailed',
    'NoChoiceMatched ExceedToleratedFailureThreshold ItemReaderFailed ResultWriterFailed IntrinsicFailure',
    'ParameterPathFailure ResultPathMatchFailure Http.Socket',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `States.${name}`),
);

const errorNames: FieldCheck = (value) => {
  if (!Array.isArray(value) || value.length === 0 || value.some((name) => typeof name !== 'string')) {
    return 'should list at least one error name';
  }
  const unknown = value.find((name: string) => name.startsWith('States.') && !SERVICE_ERRORS.has(name));
  if (unknown !== undefined) return `names ${unknown}, which the service does not report`;
  return value.includes('States.ALL') && value.length > 1 ? 'should have States.ALL alone' : undefined;
};

const backoffRate: FieldCheck = (value) =>
  typeof value === 'number' && value >= 1 ? undefined : 'should be a number of at least 1';

const jitterStrategy: FieldCheck = (value) =>
  value === 'FULL' || value === 'NONE' ? undefined : "should be 'FULL' or 'NONE'";

const retrierFields: FieldChecks = {
  ErrorEquals: errorNames,
  IntervalSeconds: wholeNumber(1),
  MaxAttempts: wholeNumber(0),
  BackoffRate: backoffRate,
  MaxDelaySeconds: wholeNumber(1, 31_622_399),
  JitterStrategy: jitterStrategy,
  Comment: text,
};

const catcherFields: FieldChecks = {
  ErrorEquals: errorNames,
  Next: text,
  Assign: object,
  Output: anything,
  Comment: text,
};

/** Checks the Retry and Catch of a state. */
export function checkHandlers(state: Readonly<Record<string, unknown>>, where: string, problems: Problems): void {
  checkList(state.Retry, retrierFields, ['ErrorEquals'], `${where}: Retry`, problems);
  checkList(state.Catch, catcherFields, ['ErrorEquals', 'Next'], `${where}: Catch`, problems);
}

function checkList(
  list: unknown,
  fields: FieldChecks,
  required: readonly string[],
  where: string,
  problems: Problems,
): void {
  const entries = objectEntries(list, where, problems);
  for (const { entry, where: place } of entries) checkFields(entry, fields, required, place, problems);
  for (const { entry, where: place } of entries.slice(0, -1)) {
    const names = entry.ErrorEquals;
    if (Array.isArray(names) && names.includes('States.ALL')) {
      problems.push(`${place}: States.ALL should be in the last entry, for nothing after it is ever reached`);
    }
  }
}
