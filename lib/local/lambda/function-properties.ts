import { RefusedAssembly } from '../assembly/refused-assembly.ts';
import type { FunctionDefinition } from './function-definition.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Properties of `AWS::Lambda::Function` by whether they have an effect here. Any other one is refused. */
export const functionProperties = {
  simulated: [
    'Architectures',
    'Code',
    'DeadLetterConfig',
    'Description',
    'Environment',
    'EphemeralStorage',
    'FunctionName',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'PackageType',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'RuntimeManagementConfig',
    'Timeout',
    'TracingConfig',
  ],
  inert: ['Layers', 'Tags'],
} as const;

/** Reads the resolved properties of `AWS::Lambda::Function`. Throws `RefusedAssembly` for what is not known. */
export function functionDefinition(
  { logicalId, properties }: { readonly logicalId: string; readonly properties: Properties },
  {
    functionName,
    codeFolder,
    step = null,
  }: Pick<FunctionDefinition, 'functionName' | 'codeFolder'> & { step?: string | null },
): FunctionDefinition {
  const refuse = (reason: string) => new RefusedAssembly(logicalId, reason);
  const known: readonly string[] = [...functionProperties.simulated, ...functionProperties.inert];
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(`the property '${unknown}' of a function is not known`);
  const runtime = text(properties, 'Runtime', '');
  if (runtime !== 'nodejs24.x') throw refuse(`'Runtime' should be nodejs24.x, got ${runtime || 'nothing'}`);
  if (text(properties, 'PackageType', 'Zip') !== 'Zip') throw refuse("'PackageType' should be Zip");
  const updateRuntimeOn = text(part(properties, 'RuntimeManagementConfig'), 'UpdateRuntimeOn', 'Auto');
  if (updateRuntimeOn !== 'Auto' && updateRuntimeOn !== 'FunctionUpdate') {
    throw refuse(`'UpdateRuntimeOn' should be Auto or FunctionUpdate, got ${updateRuntimeOn}`);
  }
  const reserved = properties.ReservedConcurrentExecutions;
  return {
    functionName,
    codeFolder,
    step,
    runtime,
    updateRuntimeOn,
    reservedConcurrency: reserved === undefined ? null : Number(reserved),
    ...codeSettings(properties),
    ...surroundings(properties, functionName),
  };
}

function codeSettings(properties: Properties) {
  const [architecture = 'x86_64'] = (properties.Architectures ?? []) as readonly string[];
  const variables = Object.entries(part(part(properties, 'Environment'), 'Variables'));
  return {
    architecture,
    handler: text(properties, 'Handler', ''),
    role: text(properties, 'Role', ''),
    description: text(properties, 'Description', ''),
    environment: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
  };
}

function surroundings(properties: Properties, functionName: string) {
  const logging = part(properties, 'LoggingConfig');
  const level = (name: string) => (logging[name] === undefined ? {} : { [name]: String(logging[name]) });
  return {
    timeoutSeconds: Number(properties.Timeout ?? 3),
    memoryMegabytes: Number(properties.MemorySize ?? 128),
    ephemeralMegabytes: Number(part(properties, 'EphemeralStorage').Size ?? 512),
    tracingMode: text(part(properties, 'TracingConfig'), 'Mode', 'PassThrough'),
    deadLetterTarget: text(part(properties, 'DeadLetterConfig'), 'TargetArn', '') || null,
    logging: {
      LogFormat: text(logging, 'LogFormat', 'Text'),
      ...level('ApplicationLogLevel'),
      ...level('SystemLogLevel'),
      LogGroup: text(logging, 'LogGroup', `/aws/lambda/${functionName}`),
    },
  };
}

function part(properties: Properties, name: string): Properties {
  return (properties[name] ?? {}) as Properties;
}

function text(properties: Properties, name: string, otherwise: string): string {
  return String(properties[name] ?? otherwise);
}
