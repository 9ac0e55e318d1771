import { ArnFormat, Aws, CfnDeletionPolicy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StepEnvironment } from '../../domain/steps/environment.ts';
import { fargateSizes } from '../../domain/training-engine/engine-capacity.ts';
import { TRAINING_CONTAINER } from '../../domain/training-engine/training-task.ts';
import { acknowledge } from '../access/acknowledgement.ts';
import { logRetention } from '../log-retention.ts';
import { bundleStarter } from './bundle-starter.ts';
import { TrainingBundle } from './training-bundle.ts';

/** Public, and there for ARM: nothing has to be built or kept. */
const NODE_IMAGE = 'public.ecr.aws/docker/library/node:24-slim';

/** Where containers run. */
export interface TrainingNetwork {
  readonly vpc: ec2.IVpc;
  /** @default public subnets, where a container gets an address of its own and needs no NAT */
  readonly subnets?: ec2.SubnetSelection;
}

export interface TrainingTaskProps {
  readonly network: TrainingNetwork;
  /** Of task definitions; each deployment with other code adds a revision. */
  readonly family: string;
  /** Variables of the step. */
  readonly environment: StepEnvironment<'train'>;
  /** All that the code may do, apart from reading its own bundle. */
  readonly permissions: readonly iam.PolicyStatement[];
  readonly logDays: number;
}

/** The training step as a Fargate task, for data that is too large for a function. It costs nothing while none runs. */
export class TrainingTask extends Construct {
  readonly cluster: ecs.Cluster;
  readonly definition: ecs.FargateTaskDefinition;
  readonly taskRole: iam.Role;
  readonly executionRole: iam.Role;
  /** As `ecs:runTask` takes it. */
  readonly networkConfiguration: object;

  constructor(scope: Construct, id: string, props: TrainingTaskProps) {
    super(scope, id);
    const { vpc, subnets = { subnetType: ec2.SubnetType.PUBLIC } } = props.network;
    this.cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
    this.cluster.enableFargateCapacityProviders();
    const { subnetIds, hasPublic } = vpc.selectSubnets(subnets);
    this.networkConfiguration = {
      AwsvpcConfiguration: {
        Subnets: subnetIds,
        SecurityGroups: [this.createSecurityGroup(vpc).securityGroupId],
        AssignPublicIp: hasPublic ? 'ENABLED' : 'DISABLED',
      },
    };
    const bundle = new TrainingBundle(this, 'Bundle');
    this.taskRole = this.createRole('TaskRole', "Ratchet step 'train' in a container");
    for (const statement of props.permissions) this.taskRole.addToPolicy(statement);
    this.taskRole.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bundle.objectArn] }));
    this.executionRole = this.createRole('ExecutionRole', 'Writes the logs of training containers');
    this.definition = this.createDefinition(props, bundle);
  }

  private createSecurityGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Training containers: nothing comes in, and only TLS goes out',
      allowAllOutbound: false,
    });
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'image registry, S3 and KMS');
    return group;
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

  private createDefinition(props: TrainingTaskProps, bundle: TrainingBundle): ecs.FargateTaskDefinition {
    const [{ cpu, megabytes }] = fargateSizes;
    const definition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family: props.family,
      // the smallest; an execution asks for what its rows need
      cpu,
      memoryLimitMiB: megabytes,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      taskRole: this.taskRole,
      executionRole: this.executionRole,
    });
    definition.addContainer(TRAINING_CONTAINER, {
      image: ecs.ContainerImage.fromRegistry(NODE_IMAGE),
      command: ['node', '--input-type=module', '--eval', bundleStarter],
      user: 'node',
      environment: { ...props.environment, ...bundle.environment, AWS_REGION: Aws.REGION },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: TRAINING_CONTAINER, logGroup: this.createLogs(props.logDays) }),
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

  /** All tasks of the cluster. */
  get tasksArn(): string {
    return Stack.of(this).formatArn({
      service: 'ecs',
      resource: 'task',
      resourceName: `${this.cluster.clusterName}/*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
