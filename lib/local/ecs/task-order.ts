import { AwsError } from '../aws-error.ts';
import { isObject, type Json } from '../states/json.ts';
import { type TaskDefinition, type TaskDefinitions, variablesOf } from './task-definitions.ts';

/** What `ecs:runTask` asks for. */
export interface TaskOrder {
  readonly definition: TaskDefinition;
  readonly clusterArn: string;
  /** Whether the capacity may be taken back. */
  readonly spot: boolean;
  readonly megabytes: number;
  readonly environment: Readonly<Record<string, string>>;
}

const known = {
  arguments: ['CapacityProviderStrategy', 'Cluster', 'NetworkConfiguration', 'Overrides', 'TaskDefinition'],
  overrides: ['ContainerOverrides', 'Cpu', 'Memory'],
  containerOverrides: ['Environment', 'Name'],
};

/** Longest JSON of the overrides. */
const LONGEST_OVERRIDES = 8_192;

/** Memory in MB that Fargate gives for so much cpu: the least, the most and the steps between them. */
const fargateMemory: Readonly<Record<number, readonly [number, number, number]>> = {
  1024: [2_048, 8_192, 1_024],
  2048: [4_096, 16_384, 1_024],
  4096: [8_192, 30_720, 1_024],
  8192: [16_384, 61_440, 4_096],
  16384: [32_768, 122_880, 8_192],
};

type Members = Readonly<Record<string, Json | undefined>>;

/** Reads the arguments of a task. Throws an `AwsError` for what ECS refuses or nobody plays here. */
export function readTaskOrder(input: Json, definitions: TaskDefinitions): TaskOrder {
  const { Cluster, TaskDefinition, CapacityProviderStrategy, Overrides } = members(input, known.arguments);
  const definition = definitions.find(String(TaskDefinition));
  const [provider, ...otherProviders] = list(CapacityProviderStrategy);
  const { CapacityProvider } = members(provider ?? {}, ['CapacityProvider', 'Weight']);
  if (otherProviders.length > 0 || !['FARGATE', 'FARGATE_SPOT'].includes(String(CapacityProvider))) {
    throw refused("'CapacityProviderStrategy' should be FARGATE or FARGATE_SPOT alone");
  }
  if (JSON.stringify(Overrides ?? {}).length > LONGEST_OVERRIDES) {
    throw refused(`Container Overrides length must be at most ${LONGEST_OVERRIDES}`);
  }
  const { Cpu, Memory, ContainerOverrides } = members(Overrides ?? {}, known.overrides);
  const megabytes = requireSize(Number(Cpu ?? definition.cpu), Number(Memory ?? definition.megabytes));
  const environment = list(ContainerOverrides).map((override) => containerVariables(override, definition));
  return {
    definition,
    clusterArn: String(Cluster),
    spot: CapacityProvider === 'FARGATE_SPOT',
    megabytes,
    environment: Object.assign({}, ...environment),
  };
}

function containerVariables(override: Json, { containerName }: TaskDefinition): Record<string, string> {
  const { Name, Environment } = members(override, known.containerOverrides);
  if (Name !== containerName) throw refused(`the task has no container '${String(Name)}', only '${containerName}'`);
  return variablesOf(Environment);
}

function requireSize(cpu: number, megabytes: number): number {
  const [least, most, step] = fargateMemory[cpu] ?? [1, 0, 1];
  if (megabytes >= least && megabytes <= most && (megabytes - least) % step === 0) return megabytes;
  throw refused(`No Fargate configuration exists for given values: ${cpu} CPU, ${megabytes} memory`);
}

function members(value: Json, names: readonly string[]): Members {
  if (!isObject(value)) throw refused('the arguments should be objects');
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) throw refused(`the argument '${unknown}' is not simulated`);
  return value as Members;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function refused(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
