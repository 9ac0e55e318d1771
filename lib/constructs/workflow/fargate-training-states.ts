import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { FARGATE_HOURS } from '../../domain/training-engine/engine-capacity.ts';
import {
  TEMPORARY_FAILURE,
  TRAINING_CONTAINER,
  TrainingTaskFailed,
  taskVariables,
} from '../../domain/training-engine/training-task.ts';
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
const taskFailure = {
  trainingFailure: `{% ($cause := $states.errorOutput.Cause & ""; $facts := $join($match($cause, ${STOP_FACTS}).match, ", "); {"error": $states.errorOutput.Error = "States.TaskFailed" ? "${TrainingTaskFailed.name}" : $states.errorOutput.Error, "cause": $substring($length($facts & "") > 0 ? $facts : $cause, 0, 4000)}) %}`,
};

/** Trains in a container, on spare capacity first where that is wanted, and reads what it answered. */
export function fargateTrainingStates(scope: Construct, fargate: FargateTraining, failed: sfn.IChainable) {
  const onDemand = (name: string) => runState(scope, name, fargate, 'FARGATE');
  const [first, second] = fargate.spot
    ? [runState(scope, 'Train on spare capacity', fargate, 'FARGATE_SPOT'), onDemand('Train on Fargate')]
    : [onDemand('Train on Fargate'), onDemand('Train on Fargate again')];
  return inOneOfTwo(scope, 'Did the container end by itself?', {
    first,
    second,
    failed,
    next: answerState(scope, fargate, failed),
  });
}

interface TwoContainers {
  readonly first: sfn.CustomState;
  readonly second: sfn.CustomState;
  readonly failed: sfn.IChainable;
  readonly next: sfn.IChainable;
}

/**
 * Capacity that is taken away, or that there is none of, is made up for once, and so is a failure that may be gone the
 * next time. A container that ended by itself otherwise would end so again, after as many hours.
 */
export function inOneOfTwo(
  scope: Construct,
  question: string,
  { first, second, failed, next }: TwoContainers,
): sfn.CustomState {
  const endedByItself = `$contains($trainingFailure.cause, "EssentialContainerExited") and $not($contains($trainingFailure.cause, '"ExitCode":${TEMPORARY_FAILURE}'))`;
  const hopeless = sfn.Condition.jsonata(`{% $trainingFailure.error = "States.Timeout" or (${endedByItself}) %}`);
  const another = sfn.Choice.jsonata(scope, question).when(hopeless, failed).otherwise(second);
  first.addCatch(another, { errors: ['States.ALL'], assign: taskFailure });
  second.addCatch(failed, { errors: ['States.ALL'], assign: taskFailure });
  first.next(next);
  second.next(next);
  return first;
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
      Resource: `arn:${Stack.of(scope).partition}:states:::ecs:runTask.sync`,
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
