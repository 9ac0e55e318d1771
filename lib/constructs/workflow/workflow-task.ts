import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { permanentErrors } from '../../domain/steps/permanent-errors.ts';
import type { PipelineFunction } from '../pipeline-function.ts';

/** Errors of the Lambda service itself: the step has not run, or can run again. */
const serviceErrors = [
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
];

export interface WorkflowTaskProps {
  readonly step: PipelineFunction;
  /** JSON of the step's input; values may be `{% %}` expressions. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Variables that later states read. */
  readonly assign?: Readonly<Record<string, unknown>>;
  readonly outputs?: unknown;
  readonly retry: ModelDefinition['retry'];
  /** Where every failure goes that no retry mended. */
  readonly onFailure: sfn.IChainable;
  /** Variables that are set on the way there. @default the error as `failure` */
  readonly failureAssign?: Readonly<Record<string, unknown>>;
}

/** The variable `failure` of a Catch; a time-out may have no cause. */
export const failureVariable = {
  failure: '{% {"error": $states.errorOutput.Error, "cause": $substring($states.errorOutput.Cause & "", 0, 4000)} %}',
};

/** The variable `ending`: what a deciding step answered, for the states that record how an execution ends. */
export const endingVariable = { ending: '{% $states.result.Payload %}' };

/**
 * A task that runs one step. Throttling and faults of the service are always retried; other failures as often as the
 * policy says, unless another attempt cannot mend them. What is left goes to `onFailure`.
 */
export function workflowTask(scope: Construct, stateName: string, props: WorkflowTaskProps): tasks.LambdaInvoke {
  const task = tasks.LambdaInvoke.jsonata(scope, stateName, {
    lambdaFunction: props.step.function,
    payload: sfn.TaskInput.fromObject(props.payload),
    outputs: props.outputs ?? '{% $states.result.Payload %}',
    ...(props.assign && { assign: props.assign }),
    // a margin above the function's own time-out, which gives the better error
    taskTimeout: sfn.Timeout.duration(props.step.timeout.plus(Duration.seconds(15))),
    retryOnServiceExceptions: false,
  });
  task.addRetry({
    errors: serviceErrors,
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxAttempts: 6,
    maxDelay: Duration.seconds(60),
    jitterStrategy: sfn.JitterType.FULL,
  });
  task.addRetry({ errors: [...permanentErrors], maxAttempts: 0 });
  task.addRetry({
    errors: ['States.ALL'],
    interval: Duration.seconds(props.retry.intervalSeconds),
    backoffRate: 2,
    maxAttempts: props.retry.maximumAttempts,
    maxDelay: Duration.minutes(10),
    jitterStrategy: sfn.JitterType.FULL,
  });
  const assign = props.failureAssign ?? failureVariable;
  // States.ALL does not match this one
  task.addCatch(props.onFailure, { errors: ['States.DataLimitExceeded'], assign });
  task.addCatch(props.onFailure, { errors: ['States.ALL'], assign });
  return task;
}
