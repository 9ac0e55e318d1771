import { fileURLToPath } from 'node:url';
import { App, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as cr from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { challengerErrorsQuery } from '../../../lib/constructs/monitoring/release-alarms.ts';

export interface CanaryAppOptions {
  /** @default 512 */
  readonly predictMemory?: number;
}

/** A function with a handler of `handlers/`, and the right to nothing: rights are not simulated. */
function handlerFunction(scope: Construct, name: string, environment: Record<string, string> = {}, memorySize = 512) {
  return new lambda.Function(scope, `${name[0]?.toUpperCase()}${name.slice(1)}`, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(fileURLToPath(new URL(`handlers/${name}`, import.meta.url))),
    timeout: Duration.minutes(1),
    environment,
    memorySize,
  });
}

/** Synthesizes a small canary release into a folder: predict, Release and Rollback machines, an alarm, a nightly machine. */
export function synthesizeCanaryApp(outdir: string, { predictMemory = 512 }: CanaryAppOptions = {}): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Canary');
  const predict = handlerFunction(stack, 'predict', { BEHAVIOUR: 'good' }, predictMemory);
  const environment = { PREDICT_FUNCTION_NAME: predict.functionName };
  const provider = new cr.Provider(stack, 'Provider', { onEventHandler: handlerFunction(stack, 'live') });
  new CustomResource(stack, 'LiveAlias', {
    serviceToken: provider.serviceToken,
    resourceType: 'Custom::LiveAlias',
    properties: { FunctionName: predict.functionName },
  });
  releaseMachine(stack, environment);
  const rollback = rollbackMachine(stack, environment);
  const alarm = new cloudwatch.CfnAlarm(stack, 'Errors', {
    alarmName: 'canary-errors',
    metrics: [{ id: 'q', expression: challengerErrorsQuery(predict.functionName), period: 60, returnData: true }],
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    evaluationPeriods: 1,
    treatMissingData: 'notBreaching',
  });
  new events.Rule(stack, 'Accused', {
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm Contributor State Change'],
      detail: { alarmName: [alarm.alarmName], state: { value: ['ALARM'] } },
    },
  }).addTarget(
    new targets.SfnStateMachine(rollback, {
      input: events.RuleTargetInput.fromObject({
        accused: events.EventField.fromPath('$.detail.alarmContributor.attributes.ExecutedVersion'),
      }),
    }),
  );
  nightlyMachine(stack);
  app.synth();
}

const invoke = (stack: Stack, id: string, lambdaFunction: lambda.IFunction, payload: object) =>
  tasks.LambdaInvoke.jsonata(stack, id, {
    lambdaFunction,
    payload: sfn.TaskInput.fromObject({ ...payload }),
    outputs: '{% $states.result.Payload %}',
  });

function machine(stack: Stack, id: string, stateMachineName: string, start: sfn.IChainable): sfn.StateMachine {
  const definitionBody = sfn.DefinitionBody.fromChainable(start);
  return new sfn.StateMachine(stack, id, {
    stateMachineName,
    queryLanguage: sfn.QueryLanguage.JSONATA,
    definitionBody,
  });
}

function releaseMachine(stack: Stack, environment: Record<string, string>): void {
  const functionVersion = '{% $functionVersion %}';
  const step = (name: string) => handlerFunction(stack, name, environment);
  const shifting = step('shift');
  const publish = invoke(stack, 'Publish version', step('publish'), { behaviour: '{% $states.input.behaviour %}' });
  const remember = sfn.Pass.jsonata(stack, 'Remember', {
    assign: {
      functionVersion: '{% $states.input.functionVersion %}',
      since: '{% $states.context.State.EnteredTime %}',
    },
  });
  const shift = invoke(stack, 'Shift weight', shifting, { functionVersion, weight: 0.1 });
  const wait = sfn.Wait.jsonata(stack, 'Bake', { time: sfn.WaitTime.duration(Duration.minutes(30)) });
  const judge = invoke(stack, 'Judge canary', step('judge'), { functionVersion, since: '{% $since %}' });
  const promote = invoke(stack, 'Promote challenger', shifting, { functionVersion, weight: 1 });
  const says = sfn.Choice.jsonata(stack, 'What does the canary say?')
    .when(sfn.Condition.jsonata("{% $states.input.decision = 'continue' %}"), wait)
    .when(sfn.Condition.jsonata("{% $states.input.decision = 'promote' %}"), promote)
    .otherwise(sfn.Fail.jsonata(stack, 'Rolled back', { error: 'RolledBack' }));
  machine(stack, 'Release', 'canary-release', publish.next(remember).next(shift).next(wait).next(judge).next(says));
}

function rollbackMachine(stack: Stack, environment: Record<string, string>): sfn.StateMachine {
  const restore = invoke(stack, 'Restore champion', handlerFunction(stack, 'restore', environment), {
    accused: '{% $states.input.accused %}',
  });
  return machine(stack, 'Rollback', 'canary-rollback', restore);
}

function nightlyMachine(stack: Stack): void {
  const run = invoke(stack, 'Run', handlerFunction(stack, 'nightly'), {
    scheduledTime: '{% $states.input.scheduledTime %}',
  });
  const nightly = machine(stack, 'NightlyMachine', 'nightly', run);
  new scheduler.Schedule(stack, 'EveryNight', {
    schedule: scheduler.ScheduleExpression.expression('cron(17 3 * * ? *)'),
    timeWindow: scheduler.TimeWindow.off(),
    target: new StepFunctionsStartExecution(nightly, {
      input: scheduler.ScheduleTargetInput.fromObject({ scheduledTime: scheduler.ContextAttribute.scheduledTime }),
    }),
  });
}
