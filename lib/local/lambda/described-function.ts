import type { AliasRecord, FunctionRecord, FunctionVersion } from './function-record.ts';
import { LATEST } from './function-record.ts';

/** When a version that nobody calls loses its resources; undefined never. */
export type IsInactive = (version: FunctionVersion) => boolean;

/** A version as `ListVersionsByFunction` shows it: without its state and runtime version. */
export function describedVersion({ arn }: FunctionRecord, version: FunctionVersion) {
  const { frozen } = version;
  return {
    FunctionName: version.functionName,
    FunctionArn: version.version === LATEST ? arn : `${arn}:${version.version}`,
    Version: version.version,
    Runtime: frozen.runtime,
    Role: frozen.role,
    Handler: frozen.handler,
    CodeSize: frozen.code.size,
    CodeSha256: frozen.code.sha256,
    Description: frozen.description,
    Timeout: frozen.timeoutSeconds,
    MemorySize: frozen.memoryMegabytes,
    LastModified: new Date(version.lastModified).toISOString().replace('Z', '+0000'),
    Environment: { Variables: { ...frozen.environment } },
    ...(frozen.deadLetterTarget !== null && { DeadLetterConfig: { TargetArn: frozen.deadLetterTarget } }),
    TracingConfig: { Mode: frozen.tracingMode },
    RevisionId: version.revisionId,
    PackageType: 'Zip',
    Architectures: [frozen.architecture],
    EphemeralStorage: { Size: frozen.ephemeralMegabytes },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { ...frozen.logging },
  };
}

/** A version as `GetFunctionConfiguration` shows it. */
export function describedFunction(record: FunctionRecord, version: FunctionVersion, isInactive: IsInactive) {
  const state = isInactive(version) ? 'Inactive' : version.state;
  const reasons: Readonly<Record<string, string>> = { Pending: 'Creating', Inactive: 'Idle' };
  return {
    ...describedVersion(record, version),
    State: state,
    ...(reasons[state] !== undefined && { StateReasonCode: reasons[state] }),
    LastUpdateStatus: version.lastUpdateStatus,
    RuntimeVersionConfig: { RuntimeVersionArn: version.frozen.runtimeVersionArn },
  };
}

export function describedAlias({ arn }: FunctionRecord, alias: AliasRecord) {
  const split = Object.keys(alias.weights).length > 0;
  return {
    AliasArn: `${arn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    ...(split && { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } }),
    RevisionId: alias.revisionId,
  };
}
