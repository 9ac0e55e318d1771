import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { type ModelDefinitionFile, ratchetStacks } from '../../../lib/index.ts';
import { bankMarketing, deployedContext, type Synthesized, synthesizedStacks } from '../synthesized.ts';

/** A network that is there already, with a public and a private subnet. */
export function existingNetwork(app: App): ec2.IVpc {
  const subnet = (name: string) => ({
    [`${name}SubnetIds`]: [`subnet-${name}`],
    [`${name}SubnetRouteTableIds`]: [`table-${name}`],
  });
  return ec2.Vpc.fromVpcAttributes(new Stack(app, 'Network'), 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-central-1a'],
    ...subnet('public'),
    ...subnet('private'),
  });
}

/** The app with a network for training containers. */
export function synthesizedWithNetwork(fields: Partial<ModelDefinitionFile> = {}): Synthesized {
  const app = new App({ context: deployedContext, builtinCloudFormationValidation: false });
  return synthesizedStacks(
    ratchetStacks(app, { definitions: [{ ...bankMarketing, ...fields }], vpc: existingNetwork(app) }),
  );
}
