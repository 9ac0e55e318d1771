import { App, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { type ModelDefinitionFile, ratchetStacks } from '../../../lib/index.ts';
import { bankMarketing, deployedContext, type Synthesized, synthesizedStacks } from '../synthesized.ts';

const subnetIds = { public: 'subnet-0123456789abcdef0', private: 'subnet-0123456789abcdef1' };

/** A network that is there already, with a public and a private subnet. */
export function existingNetwork(app: App): ec2.IVpc {
  const subnet = (name: keyof typeof subnetIds) => ({
    [`${name}SubnetIds`]: [subnetIds[name]],
    [`${name}SubnetRouteTableIds`]: [`table-${name}`],
  });
  const stack = new Stack(app, 'Network');
  // a stack has to have something
  new CfnWaitConditionHandle(stack, 'Nothing');
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
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
