import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { DeployedResource } from './intrinsics.ts';
import { generatedName, type ResourceRequest } from './resource-handler.ts';

type Play = (request: ResourceRequest) => DeployedResource;

const named =
  (attributes: (name: string) => Readonly<Record<string, unknown>> = () => ({})): Play =>
  (request) => {
    const name = generatedName(request);
    return { physicalId: name, attributes: attributes(name) };
  };

const arn = (service: string, resource: string, region = LOCAL_REGION) =>
  `arn:aws:${service}:${region}:${LOCAL_ACCOUNT}:${resource}`;

/** A network has no effect: whatever runs here reaches the simulated services and nothing else. */
const networkResources: Readonly<Record<string, Play>> = {
  'AWS::EC2::InternetGateway': named(),
  'AWS::EC2::Route': named(),
  'AWS::EC2::RouteTable': named(),
  'AWS::EC2::SecurityGroup': named((name) => ({ GroupId: name })),
  'AWS::EC2::Subnet': named(),
  'AWS::EC2::SubnetRouteTableAssociation': named(),
  'AWS::EC2::VPC': named((name) => ({ DefaultSecurityGroup: `${name}-default` })),
  'AWS::EC2::VPCEndpoint': named(),
  'AWS::EC2::VPCGatewayAttachment': named(),
};

/**
 * Types that exist without effect: permissions are asserted on the template, and encryption, logs and dashboards change
 * nothing that is simulated.
 */
export const inertResources: Readonly<Record<string, Play>> = {
  'AWS::CDK::Metadata': named(),
  'AWS::CloudWatch::Dashboard': named(),
  'AWS::DynamoDB::ResourcePolicy': named(),
  ...networkResources,
  'AWS::ECS::Cluster': named((name) => ({ Arn: arn('ecs', `cluster/${name}`) })),
  'AWS::ECS::ClusterCapacityProviderAssociations': named(),
  'AWS::IAM::Policy': named(),
  'AWS::IAM::ManagedPolicy': named(),
  'AWS::IAM::Role': named((name) => ({ Arn: arn('iam', `role/${name}`, ''), RoleId: name })),
  'AWS::KMS::Alias': named(),
  // functions find packages where the host does
  'AWS::Lambda::LayerVersion': (request) => ({
    physicalId: arn('lambda', `layer:${generatedName(request)}:1`),
    attributes: {},
  }),
  'AWS::Lambda::Permission': named(),
  'AWS::Logs::LogGroup': ({ properties, ...request }) => {
    const name = String(properties.LogGroupName ?? `/aws/logs/${generatedName({ ...request })}`);
    return { physicalId: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
  },
  'AWS::Logs::ResourcePolicy': named(),
  'AWS::S3::BucketPolicy': named(),
  'AWS::SNS::TopicPolicy': named(),
  'AWS::SQS::QueuePolicy': named(),
};
