import type { FunctionConfiguration as Described, State } from '@aws-sdk/client-lambda';
import type { JsonValue } from '../domain/canonical-json.ts';
import type { FunctionConfiguration } from '../domain/ports/function-versions.ts';

/** A function version as Lambda describes it. Throws when a part that a release depends on could not be read. */
export function functionConfiguration(described: Described): FunctionConfiguration {
  const unreadable = described.Environment?.Error ?? described.RuntimeVersionConfig?.Error;
  if (unreadable) throw new Error(`${described.FunctionArn} cannot be read whole: ${unreadable.Message}`);
  return {
    functionArn: unqualified(required(described, 'FunctionArn')),
    functionVersion: required(described, 'Version'),
    revisionId: required(described, 'RevisionId'),
    codeSha256: required(described, 'CodeSha256'),
    roleArn: required(described, 'Role'),
    environment: described.Environment?.Variables ?? {},
    description: described.Description ?? '',
    state: knownState(described.State),
    lastUpdateStatus: described.LastUpdateStatus ?? 'Successful', // a published version is never updated
    properties: { ...codeProperties(described), ...surroundings(described) },
  };
}

/**
 * What the code is and runs on. Like its sibling it lists what decides behaviour and is the same in `$LATEST` and in
 * the version frozen from it: no dates, sizes, revision ids or states.
 */
function codeProperties(described: Described): Record<string, JsonValue> {
  const image = described.ImageConfigResponse?.ImageConfig;
  return {
    architectures: described.Architectures ?? ['x86_64'],
    handler: described.Handler ?? null,
    image: image
      ? { command: image.Command, entryPoint: image.EntryPoint, workingDirectory: image.WorkingDirectory }
      : null,
    layers: (described.Layers ?? []).map(({ Arn }) => Arn ?? null),
    packageType: described.PackageType ?? 'Zip',
    runtime: described.Runtime ?? null,
    runtimeVersionArn: described.RuntimeVersionConfig?.RuntimeVersionArn ?? null,
  };
}

function surroundings(described: Described): Record<string, JsonValue> {
  const { VpcConfig: vpc, FileSystemConfigs: fileSystems } = described;
  return {
    deadLetterTarget: described.DeadLetterConfig?.TargetArn || null,
    encryptionKey: described.KMSKeyArn || null,
    ephemeralStorage: described.EphemeralStorage?.Size ?? null,
    fileSystems: (fileSystems ?? []).map(({ Arn, LocalMountPath }) => ({ arn: Arn, path: LocalMountPath })),
    logging: logging(described),
    memorySize: described.MemorySize ?? null,
    // Lambda describes a function outside of a VPC without one or with an empty one
    securityGroups: [...(vpc?.SecurityGroupIds ?? [])].sort(),
    subnets: [...(vpc?.SubnetIds ?? [])].sort(),
    timeoutSeconds: described.Timeout ?? null,
    tracingMode: described.TracingConfig?.Mode ?? 'PassThrough',
  };
}

function logging({ LoggingConfig }: Described): JsonValue {
  return {
    format: LoggingConfig?.LogFormat ?? 'Text',
    applicationLevel: LoggingConfig?.ApplicationLogLevel,
    systemLevel: LoggingConfig?.SystemLogLevel,
  };
}

function required(
  described: Described,
  field: 'FunctionArn' | 'Version' | 'RevisionId' | 'CodeSha256' | 'Role',
): string {
  const value = described[field];
  if (value) return value;
  throw new Error(`Lambda's description of ${described.FunctionName} should have ${field}, got nothing`);
}

/** `arn:aws:lambda:<region>:<account>:function:<name>`, without the version that may follow. */
function unqualified(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

function knownState(state: State | undefined): FunctionConfiguration['state'] {
  if (state === 'Pending' || state === 'Active' || state === 'Inactive' || state === 'Failed') return state;
  return 'Other';
}
