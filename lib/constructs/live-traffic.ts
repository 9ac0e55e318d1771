import { CustomResource } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { LIVE_ALIAS } from '../domain/live-alias.ts';
import { acknowledge } from './acknowledgement.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export interface LiveTrafficProps {
  readonly predict: PipelineFunction<'predict'>;
  /** Handles `Custom::LiveAlias`. */
  readonly liveAlias: PipelineFunction;
  /** Handles `Custom::CodeRelease`. */
  readonly codeRelease: PipelineFunction;
}

/**
 * The two moments at which a deployment concerns traffic: the alias is created once and then left alone, and changed
 * code asks for a release of its own. The template has neither an alias nor a version, so that no deployment can move
 * traffic.
 */
export class LiveTraffic extends Construct {
  /** Whatever needs the alias to exist depends on this. */
  readonly alias: CustomResource;

  constructor(scope: Construct, id: string, { predict, liveAlias, codeRelease }: LiveTrafficProps) {
    super(scope, id);
    const target = predict.function;
    this.alias = new CustomResource(this, 'LiveAlias', {
      serviceToken: provider(this, 'LiveAliasProvider', liveAlias).serviceToken,
      resourceType: 'Custom::LiveAlias',
      properties: { FunctionName: target.functionName, AliasName: LIVE_ALIAS },
    });
    const release = new CustomResource(this, 'CodeRelease', {
      serviceToken: provider(this, 'CodeReleaseProvider', codeRelease).serviceToken,
      resourceType: 'Custom::CodeRelease',
      // repeated so that CloudFormation updates the resource whenever one of them changes
      properties: { FunctionName: target.functionName, FunctionProperties: functionProperties(target) },
    });
    release.node.addDependency(this.alias);
  }
}

function functionProperties(target: lambda.Function): unknown {
  const resource = target.node.defaultChild as lambda.CfnFunction;
  return {
    Code: resource.code,
    Environment: resource.environment,
    Layers: resource.layers,
    MemorySize: resource.memorySize,
    Role: resource.role,
    Runtime: resource.runtime,
    Timeout: resource.timeout,
    TracingConfig: resource.tracingConfig,
  };
}

function provider(scope: Construct, id: string, handler: PipelineFunction): cr.Provider {
  const created = new cr.Provider(scope, id, { onEventHandler: handler.function });
  acknowledge(created, 'AwsSolutions-IAM4', "the role of CDK's own provider framework");
  acknowledge(created, 'AwsSolutions-IAM5', "the role of CDK's own provider framework");
  acknowledge(created, 'AwsSolutions-L1', "the runtime of CDK's own provider framework");
  return created;
}
