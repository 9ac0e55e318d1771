import { CustomResource, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { LIVE_ALIAS } from '../../domain/ports/live-alias.ts';
import { acknowledgeWildcard } from '../access/acknowledgement.ts';
import { logRetention } from '../log-retention.ts';
import type { PipelineFunction } from '../pipeline-function.ts';

export interface LiveTrafficProps {
  readonly predict: PipelineFunction<'predict'>;
  /** Handles `Custom::LiveAlias`. */
  readonly liveAlias: PipelineFunction;
  /** Handles `Custom::CodeRelease`. */
  readonly codeRelease: PipelineFunction;
  readonly logDays: number;
}

/**
 * The two moments at which a deployment concerns traffic: the alias is created once and then left alone, and changed
 * code asks for a release of its own. The template has neither an alias nor a version, so that no deployment can move
 * traffic.
 */
export class LiveTraffic extends Construct {
  /** Whatever needs the alias to exist depends on this. */
  readonly alias: CustomResource;

  constructor(scope: Construct, id: string, props: LiveTrafficProps) {
    super(scope, id);
    const target = props.predict.function;
    this.alias = new CustomResource(this, 'LiveAlias', {
      serviceToken: provider(this, 'LiveAliasProvider', props.liveAlias, props.logDays).serviceToken,
      resourceType: 'Custom::LiveAlias',
      properties: { FunctionName: target.functionName, AliasName: LIVE_ALIAS },
    });
    const release = new CustomResource(this, 'CodeRelease', {
      serviceToken: provider(this, 'CodeReleaseProvider', props.codeRelease, props.logDays).serviceToken,
      resourceType: 'Custom::CodeRelease',
      // repeated so that CloudFormation updates the resource whenever one of them changes
      properties: {
        FunctionName: target.functionName,
        FunctionProperties: Lazy.any({ produce: () => functionProperties(target) }),
      },
    });
    release.node.addDependency(this.alias);
  }
}

function functionProperties(target: lambda.Function): unknown {
  const resource = target.node.defaultChild as lambda.CfnFunction;
  return {
    Architectures: resource.architectures,
    Code: resource.code,
    DeadLetterConfig: resource.deadLetterConfig,
    Environment: resource.environment,
    EphemeralStorage: resource.ephemeralStorage,
    FileSystemConfigs: resource.fileSystemConfigs,
    Handler: resource.handler,
    KmsKeyArn: resource.kmsKeyArn,
    Layers: resource.layers,
    LoggingConfig: resource.loggingConfig,
    MemorySize: resource.memorySize,
    Role: resource.role,
    Runtime: resource.runtime,
    Timeout: resource.timeout,
    TracingConfig: resource.tracingConfig,
    VpcConfig: resource.vpcConfig,
  };
}

function provider(scope: Construct, id: string, handler: PipelineFunction, logDays: number): cr.Provider {
  const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
    retention: logRetention(logDays),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // a role that CDK makes might write to the logs of all others
  const role = new iam.Role(scope, `${id}Role`, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  const created = new cr.Provider(scope, id, {
    onEventHandler: handler.function,
    frameworkOnEventRole: role,
    logGroup,
  });
  acknowledgeWildcard(
    role,
    `${handler.function.functionArn}:*`,
    "CDK's provider framework is granted its handler with all versions, although it invokes the unqualified one",
  );
  return created;
}
