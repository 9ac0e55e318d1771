import { RefusedAssembly } from '../assembly/refused-assembly.ts';
import type { ResourceHandler, ResourceRequest } from '../assembly/resource-handler.ts';
import { AwsError, LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { containerScript } from './container-code.ts';

/** A revision of a task definition, with its one container. */
export interface TaskDefinition {
  readonly arn: string;
  readonly containerName: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** In units of which 1,024 are one vCPU. */
  readonly cpu: number;
  readonly megabytes: number;
}

/** Revisions of task definitions, each family numbered from 1. */
export class TaskDefinitions {
  private readonly revisions = new Map<string, TaskDefinition>();
  private readonly newest = new Map<string, number>();

  register(family: string, definition: Omit<TaskDefinition, 'arn'>): TaskDefinition {
    const revision = (this.newest.get(family) ?? 0) + 1;
    this.newest.set(family, revision);
    const arn = `arn:aws:ecs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:task-definition/${family}:${revision}`;
    const registered = { arn, ...definition };
    this.revisions.set(arn, registered);
    return registered;
  }

  deregister(arn: string): void {
    this.revisions.delete(arn);
  }

  /** Throws an `AwsError` as ECS does for one that is not there. */
  find(arn: string): TaskDefinition {
    const found = this.revisions.get(arn);
    if (found === undefined) throw new AwsError('ClientException', `TaskDefinition not found: ${arn}`);
    return found;
  }
}

/** How task definitions are created from a template; every change is another revision. */
export function taskDefinitionResources(definitions: TaskDefinitions): Record<string, ResourceHandler> {
  return {
    'AWS::ECS::TaskDefinition': {
      simulated: ['ContainerDefinitions', 'Cpu', 'Family', 'Memory'],
      inert: ['ExecutionRoleArn', 'NetworkMode', 'RequiresCompatibilities', 'RuntimePlatform', 'Tags', 'TaskRoleArn'],
      create(request) {
        const { Family, Cpu, Memory } = request.properties;
        const container = onlyContainer(request);
        const { arn } = definitions.register(String(Family), {
          ...container,
          cpu: Number(Cpu),
          megabytes: Number(Memory),
        });
        return { physicalId: arn, attributes: { TaskDefinitionArn: arn } };
      },
      delete: ({ physicalId }) => definitions.deregister(physicalId),
    },
  };
}

const containerFields = ['Command', 'Environment', 'Essential', 'Image', 'LogConfiguration', 'Name', 'User'];

function onlyContainer({ logicalId, properties }: ResourceRequest) {
  const [container, ...others] = properties.ContainerDefinitions as Record<string, unknown>[];
  if (container === undefined || others.length > 0) {
    throw new RefusedAssembly(logicalId, "'ContainerDefinitions' should have one container");
  }
  const unknown = Object.keys(container).find((field) => !containerFields.includes(field));
  if (unknown !== undefined) throw new RefusedAssembly(logicalId, `the container's '${unknown}' is not known`);
  return {
    containerName: String(container.Name),
    script: containerScript(logicalId, container.Image, container.Command),
    environment: variablesOf(container.Environment),
  };
}

/** Names and values as ECS lists them. */
export function variablesOf(list: unknown): Record<string, string> {
  const entries = (list ?? []) as readonly { readonly Name: string; readonly Value: unknown }[];
  return Object.fromEntries(entries.map(({ Name, Value }) => [Name, String(Value)]));
}
