import type { Operations } from '../aws-error.ts';
import { describedFunction, type IsInactive } from './described-function.ts';
import type { FunctionSettings, LoggingSettings } from './function-definition.ts';
import { type FunctionRecord, LATEST, versionNamed } from './function-record.ts';
import { notFound } from './function-reference.ts';
import { type Functions, refuseBusy } from './functions.ts';
import { type Input, invalid, optionalText, part, reference, refuseStale, refuseUnknown } from './operation-input.ts';

const UPDATABLE = [
  'FunctionName',
  'RevisionId',
  'Role',
  'Handler',
  'Description',
  'Timeout',
  'MemorySize',
  'Environment',
  'TracingConfig',
  'DeadLetterConfig',
  'LoggingConfig',
  'EphemeralStorage',
];

/** Lambda refuses these as environment variables of a function. */
const RESERVED = /^(AWS_(REGION|DEFAULT_REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_.*)|_HANDLER)$/;

/** Operations that read functions and change `$LATEST`. */
export function functionOperations(functions: Functions, isInactive: IsInactive): Operations {
  const described = (input: Input) => {
    const { functionName, qualifier } = reference(input);
    const record = functions.find(functionName);
    return { record, configuration: configurationOf(record, qualifier ?? LATEST, isInactive) };
  };

  return {
    GetFunctionConfiguration: (input) => described(input).configuration,

    GetFunction(input) {
      const { record, configuration } = described(input);
      const reserved = record.reservedConcurrency;
      return {
        Configuration: configuration,
        Code: { RepositoryType: 'S3', Location: `https://local/${configuration.CodeSha256}` },
        ...(reserved !== null && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
      };
    },

    UpdateFunctionConfiguration(input) {
      refuseUnknown('UpdateFunctionConfiguration', input, UPDATABLE);
      const { functionName, qualifier } = reference(input);
      if (qualifier !== null && qualifier !== LATEST) throw invalid('only $LATEST can be changed');
      const record = functions.find(functionName);
      refuseBusy(record.latest);
      refuseStale(input, record.latest.revisionId);
      functions.beginUpdate(record, settingsChange(record.latest.frozen, input));
      return describedFunction(record, record.latest, isInactive);
    },
  };
}

/** Of a version or of the version that an alias points to. */
function configurationOf(record: FunctionRecord, qualifier: string, isInactive: IsInactive) {
  const alias = record.aliases.get(qualifier);
  const version = versionNamed(record, alias?.functionVersion ?? qualifier);
  if (version === undefined) throw notFound(`${record.arn}:${qualifier}`);
  const configuration = describedFunction(record, version, isInactive);
  return alias === undefined ? configuration : { ...configuration, FunctionArn: `${record.arn}:${alias.name}` };
}

function settingsChange(before: FunctionSettings, input: Input): Partial<FunctionSettings> {
  const environment = part(input, 'Environment');
  const deadLetters = part(input, 'DeadLetterConfig');
  const given = {
    role: optionalText(input, 'Role'),
    handler: optionalText(input, 'Handler'),
    description: optionalText(input, 'Description'),
    timeoutSeconds: optionalNumber(input.Timeout),
    memoryMegabytes: optionalNumber(input.MemorySize),
    ephemeralMegabytes: optionalNumber(part(input, 'EphemeralStorage')?.Size),
    tracingMode: optionalText(part(input, 'TracingConfig') ?? {}, 'Mode'),
    environment: environment && environmentVariables(part(environment, 'Variables') ?? {}),
    deadLetterTarget: deadLetters && (optionalText(deadLetters, 'TargetArn') || null),
    logging: part(input, 'LoggingConfig') && loggingChange(before.logging, part(input, 'LoggingConfig') ?? {}),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function optionalNumber(value: unknown): number | undefined {
  return value === undefined || value === null ? undefined : Number(value);
}

function loggingChange(before: LoggingSettings, change: Input): LoggingSettings {
  return { ...before, ...change };
}

/** The whole environment: what is not among the new variables is gone. */
function environmentVariables(variables: Input): Record<string, string> {
  const entries = Object.entries(variables).map(([name, value]) => [name, String(value)] as const);
  const reserved = entries.find(([name]) => RESERVED.test(name));
  if (reserved) throw invalid(`Reserved keys used in this request: ${reserved[0]}`);
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > 4096) {
    const reason = 'the environment variables you have provided exceeded the 4KB limit';
    throw invalid(`Lambda was unable to configure your environment variables because ${reason}`);
  }
  return Object.fromEntries(entries);
}
