import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StepEnvironment, StepName } from '../domain/steps/environment.ts';
import { acknowledge } from './access/acknowledgement.ts';
import { logRetention } from './log-retention.ts';
import { packageRoot } from './package-root.ts';

export interface PipelineFunctionProps<S extends StepName> {
  /** Name of the handler under `lambdas/`. */
  readonly step: S;
  /** Every variable that the handler reads; the type lists them. */
  readonly environment: StepEnvironment<S>;
  /** All that the function may do, apart from writing its logs and traces. */
  readonly permissions: readonly iam.PolicyStatement[];
  /** Shown in the Lambda console. */
  readonly description: string;
  /** Longest time one invocation may take. @default Duration.minutes(1) */
  readonly timeout?: Duration;
  /** @default 512 */
  readonly memoryMegabytes?: number;
  /** @default 30 */
  readonly logDays?: number;
  /** What the function may load besides its own code. @default none */
  readonly layers?: readonly lambda.ILayerVersion[];
  /** Keeps the function, and so its published versions, when the stack is deleted or it is replaced. @default false */
  readonly retain?: boolean;
}

/** One handler as a Lambda function with a role of its own. */
export class PipelineFunction<S extends StepName = StepName> extends Construct {
  readonly function: lambda.Function;
  readonly step: S;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps<S>) {
    super(scope, id);
    this.step = props.step;
    this.timeout = props.timeout ?? Duration.minutes(1);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logRetention(props.logDays ?? 30),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      // an automatic runtime update would change versions that are already published
      runtimeManagementMode: lambda.RuntimeManagementMode.FUNCTION_UPDATE,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(bundlePath(props.step)),
      ...(props.layers && { layers: [...props.layers] }),
      environment: { ...props.environment },
      timeout: this.timeout,
      memorySize: props.memoryMegabytes ?? 512,
      role: createRole(this, props, logGroup),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      tracing: lambda.Tracing.ACTIVE,
    });
    if (props.retain) this.function.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}

function createRole(scope: Construct, props: PipelineFunctionProps<StepName>, logGroup: logs.LogGroup): iam.Role {
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    description: `Ratchet step '${props.step}'`,
  });
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  for (const statement of props.permissions) role.addToPolicy(statement);
  if (props.retain) retainRole(role);
  acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray segments and CloudWatch reads have no resource to name');
  return role;
}

/** A published version that outlives the stack needs its role, whose policy is a resource of its own. */
function retainRole(role: iam.Role): void {
  for (const construct of role.node.findAll()) {
    if (construct instanceof iam.CfnRole || construct instanceof iam.CfnPolicy) {
      construct.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
  }
}

function bundlePath(step: StepName): string {
  return join(packageRoot(), 'dist/lambdas', step);
}
