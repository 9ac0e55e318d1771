import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StepEnvironment } from '../../domain/steps/environment.ts';
import { fargateSizes } from '../../domain/training-engine/engine-capacity.ts';
import { TRAINING_CONTAINER } from '../../domain/training-engine/training-task.ts';
import { bundleStarter } from './bundle-starter.ts';
import { ContainerTask, NODE_IMAGE } from './container-task.ts';
import { acknowledgeEarlier, TrainingBundle, trainBundlePath } from './training-bundle.ts';

/** Where containers run. */
export interface TrainingNetwork {
  readonly vpc: ec2.IVpc;
  /** @default public subnets, where a container gets an address of its own and needs no NAT */
  readonly subnets?: ec2.SubnetSelection;
  /** Whether a container gets a public address. @default in public subnets, as far as their construct knows of it */
  readonly assignPublicIp?: boolean;
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

/** The training step as a Fargate task, for data that is too large for a function, and the cluster of all containers. */
export class TrainingTask extends ContainerTask {
  readonly cluster: ecs.Cluster;
  /** As `ecs:runTask` takes it. */
  readonly networkConfiguration: object;

  constructor(scope: Construct, id: string, props: TrainingTaskProps) {
    const bundle = new TrainingBundle(scope, 'TrainingBundle', trainBundlePath());
    const [size] = fargateSizes;
    super(scope, id, {
      family: props.family,
      containerName: TRAINING_CONTAINER,
      description: "Ratchet step 'train' in a container",
      size,
      architecture: 'arm64',
      image: NODE_IMAGE,
      script: bundleStarter,
      environment: { ...props.environment, ...bundle.environment },
      permissions: [...props.permissions, bundle.mayRead],
      logDays: props.logDays,
    });
    acknowledgeEarlier(this, bundle.mayRead);
    const { vpc, subnets = { subnetType: ec2.SubnetType.PUBLIC }, assignPublicIp } = props.network;
    this.cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
    this.cluster.enableFargateCapacityProviders();
    const { subnetIds, hasPublic } = vpc.selectSubnets(subnets);
    this.networkConfiguration = {
      AwsvpcConfiguration: {
        Subnets: subnetIds,
        SecurityGroups: [this.createSecurityGroup(vpc).securityGroupId],
        AssignPublicIp: (assignPublicIp ?? hasPublic) ? 'ENABLED' : 'DISABLED',
      },
    };
  }

  private createSecurityGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Training containers: nothing comes in, and only TLS goes out',
      allowAllOutbound: false,
    });
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'image registry, S3 and CloudWatch Logs');
    return group;
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
