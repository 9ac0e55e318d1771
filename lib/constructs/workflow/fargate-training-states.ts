import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { FARGATE_HOURS } from '../../domain/training-engine/engine-capacity.ts';
import { TRAINING_CONTAINER, TrainingTaskFailed, taskVariables } from '../../domain/training-engine/training-task.ts';
import type { FargateTraining } from './retrain-steps.ts';

/** Errors of ECS itself, and of a task that has not started: its code has not run. */
const serviceErrors = [
  'ECS.ServerException',
  'ECS.ThrottlingException',
  'ECS.AmazonECSException',
  'ECS.SdkClientException',
];

/** The variable that the states of one training read; set on the way to the first of them. */
export const fargateOrder = ({ answers }: FargateTraining) => ({
  fargate: {
    // what a redriven execution answers goes elsewhere than what it answered before
    answerKey: `{% "${answers.folder}/" & $states.input.execution.name & "/" & $string($states.input.trainer.index) & "-" & $string($millis()) & ".json" %}`,
    input:
      '{% $string({"execution": $states.input.execution, "snapshot": $states.input.snapshot, "trainer": $states.input.trainer}) %}',
    place: '{% $states.input.place %}',
  },
});

/** The facts of a stopped task that say why, as they stand in its description. */
const STOP_FACTS = '/"(StopCode|StoppedReason|ExitCode|Reason)":("[^"]*"|[0-9]+)/';

/** A task that ended without an answer; its description is too long to be read as a cause. */
export const taskFailure = {
  trainingFailure: `{% ($cause := $states.errorOutput.Cause & ""; $facts := $join($match($cause, ${STOP_FACTS}).match, ", "); {"error": $states.errorOutput.Error = "States.TaskFailed" ? "${TrainingTaskFailed.name}" : $states.errorOutput.Error, "cause": $substring($length($facts & "") > 0 ? $facts : $cause, 0, 4000)}) %}`,
};

/**
 * Trains in a container and reads what it answered. Spare capacity that is taken away, or that there is none of, is made
 * up for once by capacity that stays; a container that ended by itself would end so there too.
 */
export function fargateTrainingStates(scope: Construct, fargate: FargateTraining, failed: sfn.IChainable) {
  const answer = answerState(scope, fargate, failed);
  const onDemand = runState(scope, 'Train on Fargate', fargate, 'FARGATE');
  onDemand.addRetry({ errors: ['States.TaskFailed'], interval: Duration.minutes(1), maxAttempts: 1 });
  onDemand.addCatch(failed, { errors: ['States.ALL'], assign: taskFailure });
  onDemand.next(answer);
  if (!fargate.spot) return onDemand;
  const spot = runState(scope, 'Train on spare capacity', fargate, 'FARGATE_SPOT');
  const lost = sfn.Choice.jsonata(scope, 'Did the container end by itself?')
    .when(
      sfn.Condition.jsonata(
        '{% $trainingFailure.error = "States.Timeout" or $contains($trainingFailure.cause, "EssentialContainerExited") %}',
      ),
      failed,
    )
    .otherwise(onDemand);
  spot.addCatch(lost, { errors: ['States.ALL'], assign: taskFailure });
  spot.next(answer);
  return spot;
}

/** The step itself, in a container of the size that its place has. */
function runState(
  scope: Construct,
  name: string,
  { task }: FargateTraining,
  capacityProvider: 'FARGATE' | 'FARGATE_SPOT',
): sfn.CustomState {
  return runTask(scope, name, {
    task,
    taskDefinition: task.definition.taskDefinitionArn,
    capacityProvider,
    place: '$fargate.place',
    containerName: TRAINING_CONTAINER,
    variables: {
      [taskVariables.input]: '{% $fargate.input %}',
      [taskVariables.answerKey]: '{% $fargate.answerKey %}',
      NODE_OPTIONS: '{% "--max-old-space-size=" & $fargate.place.heapMegabytes %}',
    },
  });
}

export interface RunTaskProps {
  /** Of the cluster that it runs in. */
  readonly task: FargateTraining['task'];
  readonly taskDefinition: string;
  readonly capacityProvider: 'FARGATE' | 'FARGATE_SPOT';
  /** Expression of the place, which says how large it is. */
  readonly place: string;
  readonly containerName: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs a task of one container and waits until it has ended, for twelve hours at most. */
export function runTask(scope: Construct, name: string, props: RunTaskProps): sfn.CustomState {
  const { task, taskDefinition, capacityProvider, place, containerName, variables } = props;
  const state = new sfn.CustomState(scope, name, {
    stateJson: {
      Type: 'Task',
      Resource: 'arn:aws:states:::ecs:runTask.sync',
      Arguments: {
        Cluster: task.cluster.clusterArn,
        TaskDefinition: taskDefinition,
        CapacityProviderStrategy: [{ CapacityProvider: capacityProvider, Weight: 1 }],
        NetworkConfiguration: task.networkConfiguration,
        Overrides: {
          Cpu: `{% ${place}.cpu %}`,
          Memory: `{% ${place}.megabytes %}`,
          ContainerOverrides: [
            {
              Name: containerName,
              Environment: Object.entries(variables).map(([Name, Value]) => ({ Name, Value })),
            },
          ],
        },
      },
      TimeoutSeconds: FARGATE_HOURS * 3_600,
    },
  });
  state.addRetry({
    errors: serviceErrors,
    interval: Duration.seconds(5),
    backoffRate: 2,
    maxAttempts: 6,
    maxDelay: Duration.minutes(2),
    jitterStrategy: sfn.JitterType.FULL,
  });
  return state;
}

function answerState(scope: Construct, { answers, dataKeyArn }: FargateTraining, failed: sfn.IChainable) {
  const state = tasks.CallAwsService.jsonata(scope, 'Read what Fargate trained', {
    service: 's3',
    action: 'getObject',
    parameters: { Bucket: answers.bucketName, Key: '{% $fargate.answerKey %}' },
    iamAction: 's3:GetObject',
    iamResources: [answers.objectsArn],
    additionalIamStatements: [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [dataKeyArn] })],
    outputs: '{% $parse($states.result.Body) %}',
    taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
  });
  // an answer that is not there, or is none, stays so
  state.addRetry({ errors: ['S3.NoSuchKeyException', 'States.QueryEvaluationError'], maxAttempts: 0 });
  state.addRetry({
    errors: ['States.ALL'],
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxAttempts: 6,
    maxDelay: Duration.minutes(1),
    jitterStrategy: sfn.JitterType.FULL,
  });
  // States.ALL does not match this one
  state.addCatch(failed, { errors: ['States.DataLimitExceeded'], assign: taskFailure });
  state.addCatch(failed, { errors: ['States.ALL'], assign: taskFailure });
  return state;
}
