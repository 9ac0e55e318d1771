import type * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  type ModelDefinition,
  type ModelDefinitionFile,
  parseModelDefinition,
} from '../domain/definition/model-definition.ts';
import { resourceNames } from '../domain/resource-names.ts';
import { applySafeguards } from './access/safeguards.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { modelEnvironment } from './model-environment.ts';
import { modelResources } from './model-resources.ts';
import { EventRules } from './monitoring/event-rules.ts';
import { ModelAlarms } from './monitoring/model-alarms.ts';
import { ModelDashboard } from './monitoring/model-dashboard.ts';
import { RetrainSchedules } from './monitoring/retrain-schedules.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { type PipelineSteps, pipelineSteps, predictFunction } from './pipeline-steps.ts';
import type { ModelPlatform } from './platform/model-platform.ts';
import { DefinitionAsset } from './serving/definition-asset.ts';
import { LiveTraffic } from './serving/live-traffic.ts';
import { ModelApi } from './serving/model-api.ts';
import { OutcomeStore } from './serving/outcome-store.ts';
import { fargateTraining, trainingEngines } from './training/fargate-training.ts';
import { RetrainWorkflow } from './workflow/retrain-workflow.ts';
import { RollbackWorkflow } from './workflow/rollback-workflow.ts';

export interface RetrainingPipelineProps {
  readonly platform: ModelPlatform;
  /** The model definition as its JSON file has it; see `docs/model-definition.md`. */
  readonly definition: ModelDefinitionFile;
  /** Who may call the HTTP API. @default IAM: callers sign their requests and need `execute-api:Invoke` */
  readonly authorizer?: apigateway.IHttpRouteAuthorizer;
  /** Where training containers may run, for data that is too large for a function. @default none: what does not fit fails */
  readonly vpc?: ec2.IVpc;
  /** Subnets for training containers; they need a way to S3, CloudWatch Logs and a public image. @default the public ones, without NAT */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** For public subnets that were imported by their ids alone. @default in public subnets */
  readonly assignPublicIp?: boolean;
  /** A layer with `onnxruntime-node` for models in ONNX, see `docs/model-definition.md`. @default none: such models are refused */
  readonly onnxRuntime?: lambda.ILayerVersion;
}

/**
 * Everything that keeps one model fresh and never lets it get worse: its serving function and API, the outcome store,
 * the Retrain and Rollback machines, the reconciler, alarms, schedules and a dashboard.
 */
export class RetrainingPipeline extends Construct {
  readonly definition: ModelDefinition;
  /** Its versions serve; which of them, the ledger decides. */
  readonly predict: lambda.Function;
  readonly retrain: sfn.StateMachine;
  readonly rollback: sfn.StateMachine;
  readonly api: apigateway.HttpApi;
  /** Roles of the containers of `external` trainers, for rights that their code needs besides; one for each module or image. */
  readonly trainerRoles: readonly iam.IRole[];

  /** Throws `InvalidDefinition`, which lists every wrong field. */
  constructor(scope: Construct, id: string, props: RetrainingPipelineProps) {
    super(scope, id);
    const { platform } = props;
    this.definition = parseModelDefinition(props.definition, `the model definition of ${this.node.path}`);
    platform.claimModelName(this.definition.name);
    const store = new OutcomeStore(this, 'Outcomes', {
      encryptionKey: platform.dataKey,
      development: platform.development,
    });
    const { predict, steps, fargate } = this.createSteps(props, store);
    this.predict = predict.function;
    const tasks = new Set([...(fargate?.ownTrainers.values() ?? [])].map(({ task }) => task));
    this.trainerRoles = [...tasks].map(({ taskRole }) => taskRole);
    store.feedArchive(steps.archive);
    const names = resourceNames(platform.platformName, this.definition.name);
    this.retrain = new RetrainWorkflow(this, 'RetrainWorkflow', {
      stateMachineName: names.retrainMachine,
      definition: this.definition,
      steps,
      ...(fargate && { fargate }),
    }).stateMachine;
    this.rollback = new RollbackWorkflow(this, 'RollbackWorkflow', {
      stateMachineName: names.rollbackMachine,
      definition: this.definition,
      rollBack: steps['roll-back'],
    }).stateMachine;
    this.watch(platform, steps);
    this.api = this.createApi(props, predict, steps);
    applySafeguards(this, platform);
  }

  private createSteps(props: RetrainingPipelineProps, store: OutcomeStore) {
    const { platform, vpc, vpcSubnets, assignPublicIp, onnxRuntime } = props;
    const { definition } = this;
    const asset = new DefinitionAsset(this, 'Definition', props.definition);
    const resources = modelResources(this, definition.name, platform, store, asset.objectArn);
    const engines = trainingEngines(this, definition, vpc !== undefined);
    const environment = modelEnvironment(definition, platform, store, asset, resources, engines);
    const scoring = { definition, ...(onnxRuntime && { onnxRuntime }) };
    const predict = predictFunction(this, scoring, environment, resources);
    const steps = pipelineSteps(
      this,
      scoring,
      { ...environment, PREDICT_FUNCTION_NAME: predict.function.functionName },
      { ...resources, predictFunctionArn: predict.function.functionArn },
    );
    const fargate =
      vpc &&
      fargateTraining(this, {
        network: {
          vpc,
          ...(vpcSubnets && { subnets: vpcSubnets }),
          ...(assignPublicIp !== undefined && { assignPublicIp }),
        },
        definition,
        family: resourceNames(platform.platformName, definition.name).trainingTask,
        environment,
        resources,
      });
    return { predict, steps, fargate };
  }

  /** What starts the machines: the clock and the alarms. */
  private watch(platform: ModelPlatform, steps: PipelineSteps): void {
    const { definition, retrain, rollback } = this;
    const names = resourceNames(platform.platformName, definition.name);
    const undelivered = deadLetterQueue(this, 'Undelivered');
    const reconcile = steps.reconcile.function;
    const { alarms, metrics } = new ModelAlarms(this, 'Alarms', {
      platformName: platform.platformName,
      definition,
      functionName: this.predict.functionName,
      monitorName: steps.monitor.function.functionName,
      notificationTopic: platform.notificationTopic,
    });
    new EventRules(this, 'Rules', {
      modelName: definition.name,
      alarmName: names.alarm,
      alarmKinds: [...alarms.keys()],
      rollsBack: definition.rollback.automatic,
      retrain,
      rollback,
      reconcile,
      notificationTopic: platform.notificationTopic,
      deadLetterQueue: undelivered,
    });
    new RetrainSchedules(this, 'Schedules', {
      schedules: definition.schedules,
      retrain,
      reconcile,
      monitor: steps.monitor.function,
      deadLetterQueue: undelivered,
    });
    new ModelDashboard(this, 'Dashboard', {
      dashboardName: names.dashboard,
      modelName: definition.name,
      metrics,
      alarms: [...alarms.values()],
    });
  }

  private createApi(
    { platform, authorizer }: RetrainingPipelineProps,
    predict: PipelineFunction<'predict'>,
    steps: PipelineSteps,
  ): apigateway.HttpApi {
    const traffic = new LiveTraffic(this, 'LiveTraffic', {
      predict,
      liveAlias: steps['live-alias'],
      codeRelease: steps['code-release'],
      logDays: this.definition.retention.logDays,
    });
    return new ModelApi(this, 'Api', {
      modelName: this.definition.name,
      logName: resourceNames(platform.platformName, this.definition.name).dashboard,
      predict: predict.function,
      feedback: steps.feedback.function,
      query: steps.query.function,
      alias: traffic.alias,
      logDays: this.definition.retention.logDays,
      ...(authorizer && { authorizer }),
    }).api;
  }
}
