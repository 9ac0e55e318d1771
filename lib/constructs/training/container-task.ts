import { ArnFormat, Aws, CfnDeletionPolicy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FargateSize } from '../../domain/training-engine/engine-capacity.ts';
import { acknowledge } from '../access/acknowledgement.ts';
import { logRetention } from '../log-retention.ts';

/** Public, and there for ARM: nothing has to be built or kept. */
export const NODE_IMAGE = 'public.ecr.aws/docker/library/node:24-slim';

export interface ContainerTaskProps {
  /** Of task definitions; each deployment with other code adds a revision. */
  readonly family: string;
  /** Of the one container, and of the streams of its logs. */
  readonly containerName: string;
  /** What its role is for. */
  readonly description: string;
  /** An execution may ask for more. */
  readonly size: FargateSize;
  readonly architecture: 'arm64' | 'x86-64';
  readonly image: string;
  /** A script of Node's. @default whatever the image starts */
  readonly script?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All that the code may do. */
  readonly permissions: readonly iam.PolicyStatement[];
  readonly logDays: number;
}

/** A Fargate task of one container, which costs nothing while none runs. */
export class ContainerTask extends Construct {
  readonly definition: ecs.FargateTaskDefinition;
  readonly taskRole: iam.Role;
  readonly executionRole: iam.Role;

  constructor(scope: Construct, id: string, props: ContainerTaskProps) {
    super(scope, id);
    this.taskRole = this.createRole('TaskRole', props.description);
    for (const statement of props.permissions) this.taskRole.addToPolicy(statement);
    this.executionRole = this.createRole('ExecutionRole', 'Writes the logs of training containers');
    this.definition = this.createDefinition(props);
  }

  /** Only for tasks of this account: another one's could be lent the role otherwise. */
  private createRole(id: string, description: string): iam.Role {
    return new iam.Role(this, id, {
      description,
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
  }

  private createDefinition(props: ContainerTaskProps): ecs.FargateTaskDefinition {
    const { family, size, architecture, containerName, image, script, environment } = props;
    const { ARM64, X86_64 } = ecs.CpuArchitecture;
    const definition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family,
      cpu: size.cpu,
      memoryLimitMiB: size.megabytes,
      runtimePlatform: {
        cpuArchitecture: architecture === 'arm64' ? ARM64 : X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      taskRole: this.taskRole,
      executionRole: this.executionRole,
    });
    definition.addContainer(containerName, {
      image: ecs.ContainerImage.fromRegistry(image),
      ...(script !== undefined && { command: ['node', '--input-type=module', '--eval', script], user: 'node' }),
      environment: { ...environment, AWS_REGION: Aws.REGION },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: containerName, logGroup: this.createLogs(props.logDays) }),
    });
    // an execution that began before a deployment goes on with the revision it knows
    const resource = definition.node.defaultChild as ecs.CfnTaskDefinition;
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    acknowledge(definition, 'AwsSolutions-ECS2', 'the variables are names of resources and a hash, none is a secret');
    return definition;
  }

  private createLogs(days: number): logs.LogGroup {
    return new logs.LogGroup(this, 'Logs', {
      retention: logRetention(days),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** All revisions of the family. */
  get revisionsArn(): string {
    return Stack.of(this).formatArn({
      service: 'ecs',
      resource: 'task-definition',
      resourceName: `${this.definition.family}:*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
