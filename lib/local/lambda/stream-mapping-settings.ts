import { RefusedAssembly } from '../assembly/refused-assembly.ts';
import { recordFilter } from './record-filter.ts';

type Properties = Readonly<Record<string, unknown>>;

/** How the records of a stream reach a function. */
export interface StreamMappingSettings {
  /** Name or ARN, with or without a qualifier. */
  readonly functionName: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  /** How long a batch is waited for. */
  readonly windowSeconds: number;
  /** A record reaches the function when one of these holds; all do when there are none. */
  readonly filters: readonly ((record: unknown) => boolean)[];
  readonly bisects: boolean;
  /** Whether the function's answer names the records that failed. */
  readonly reportsItemFailures: boolean;
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  /** ARN of where the account of a failed batch goes. */
  readonly onFailure: string | null;
}

/** Properties of `AWS::Lambda::EventSourceMapping` that have an effect here. Any other one is refused. */
export const streamMappingProperties = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'StartingPosition',
] as const;

/** Reads the resolved properties of a mapping of a stream. Throws `RefusedAssembly` for what is not known. */
export function streamMappingSettings({
  logicalId,
  properties,
}: {
  readonly logicalId: string;
  readonly properties: Properties;
}): StreamMappingSettings {
  const refuse = (reason: string) => new RefusedAssembly(logicalId, reason);
  const known: readonly string[] = [...streamMappingProperties, 'Tags'];
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(`the property '${unknown}' of an event source mapping is not known`);
  const { StartingPosition: startingPosition } = properties;
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw refuse(`'StartingPosition' should be TRIM_HORIZON or LATEST, got ${startingPosition}`);
  }
  const responses = (properties.FunctionResponseTypes ?? []) as readonly string[];
  const destination = part(part(properties, 'DestinationConfig'), 'OnFailure').Destination;
  return {
    functionName: String(properties.FunctionName),
    startingPosition,
    batchSize: Number(properties.BatchSize ?? 100),
    windowSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
    filters: filters(properties, refuse),
    bisects: properties.BisectBatchOnFunctionError === true,
    reportsItemFailures: responses.includes('ReportBatchItemFailures'),
    maximumRetryAttempts: orForEver(properties.MaximumRetryAttempts),
    maximumRecordAgeSeconds: orForEver(properties.MaximumRecordAgeInSeconds),
    onFailure: destination === undefined ? null : String(destination),
  };
}

function filters(properties: Properties, refuse: (reason: string) => Error): StreamMappingSettings['filters'] {
  const given = (part(properties, 'FilterCriteria').Filters ?? []) as readonly { readonly Pattern: string }[];
  return given.map(({ Pattern }) => {
    try {
      return recordFilter(Pattern);
    } catch (error) {
      throw refuse(error instanceof Error ? error.message : String(error));
    }
  });
}

/** Without a limit, and at -1, there is none. */
function orForEver(value: unknown): number {
  return value === undefined || value === -1 ? Number.POSITIVE_INFINITY : Number(value);
}

function part(properties: Properties, name: string): Properties {
  return (properties[name] ?? {}) as Properties;
}
