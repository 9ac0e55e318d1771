import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { RetrainContext } from './retrain-steps.ts';
import { failureVariable, workflowTask } from './workflow-task.ts';

/** Where an execution goes that moves no traffic, and where one goes that has to give it back. */
export interface ConcludingStates {
  /** Reads the variable `failure`. */
  readonly recordFailure: sfn.IChainable;
  /** Reads the variable `ending` {code, reason, evidence}; not every skip has evidence. */
  readonly recordSkip: sfn.IChainable;
  /** Reads the variable `ending` {code, reason}. */
  readonly recordStandDown: sfn.IChainable;
  /** Reads the variable `ending` {outcome, reason}. */
  readonly switchSchedules: sfn.IChainable;
  /** Reads the variables `functionVersion` and `ending` {cause, reason, evidence}; without a cause it is the verdict. */
  readonly rollBack: sfn.IChainable;
}

/** `paused` or `resumed`. */
const SWITCHED = '{% $ending.outcome %}';

export function concludingStates(context: RetrainContext): ConcludingStates {
  const failed = sfn.Fail.jsonata(context.scope, 'Failed', {
    error: '{% $failure.error %}',
    cause: '{% $failure.cause %}',
  });
  const recordFailure = concludingTask(context, 'Record the failure', 'failed', failed).next(failed);
  return {
    recordFailure,
    recordSkip: concludingTask(context, 'Record the skip', 'skipped', failed).next(
      sfn.Succeed.jsonata(context.scope, 'Skipped', {
        outputs: { status: 'skipped', code: '{% $ending.code %}', reason: '{% $ending.reason %}' },
      }),
    ),
    recordStandDown: concludingTask(context, 'Record standing down', 'stood-down', failed).next(
      sfn.Fail.jsonata(context.scope, 'Stood down', { error: '{% $ending.code %}', cause: '{% $ending.reason %}' }),
    ),
    switchSchedules: concludingTask(context, 'Switch the schedules', SWITCHED, recordFailure).next(
      sfn.Succeed.jsonata(context.scope, 'Schedules switched', {
        outputs: {
          status: SWITCHED,
          code: '{% $states.input.code %}',
          reason: '{% $states.input.reason %}',
        },
      }),
    ),
    rollBack: rollBackCanary(context),
  };
}

function concludingTask(
  { scope, steps, retry }: RetrainContext,
  stateName: string,
  outcome: 'failed' | 'skipped' | 'stood-down' | typeof SWITCHED,
  onFailure: sfn.IChainable,
) {
  const failure = outcome === 'failed';
  const code = failure ? '{% $failure.error %}' : '{% $ending.code %}';
  return workflowTask(scope, stateName, {
    step: steps.conclude,
    payload: {
      execution: '{% $execution %}',
      request: '{% $request %}',
      outcome,
      code: outcome === SWITCHED ? SWITCHED : code,
      reason: failure ? '{% $failure.cause %}' : '{% $ending.reason %}',
      ...(outcome === 'skipped' && { evidence: '{% $exists($ending.evidence) ? $ending.evidence : [] %}' }),
    },
    retry,
    onFailure,
    // the first failure says more than the one of recording it, and the reconciler mends the record
    ...(failure && { failureAssign: { unrecorded: failureVariable.failure } }),
  });
}

function rollBackCanary({ scope, steps, retry }: RetrainContext): sfn.IChainable {
  const notRolledBack = sfn.Fail.jsonata(scope, 'Not rolled back', {
    comment: 'The reconciler gives the traffic back',
    error: '{% $failure.error %}',
    cause: '{% $failure.cause %}',
  });
  return workflowTask(scope, 'Roll back canary', {
    step: steps['roll-back'],
    payload: {
      execution: '{% $execution %}',
      functionVersion: '{% $functionVersion %}',
      cause: "{% $exists($ending.cause) ? $ending.cause : 'canary-verdict' %}",
      reason: '{% $ending.reason %}',
      evidence: '{% $ending.evidence %}',
    },
    retry,
    onFailure: notRolledBack,
  }).next(sfn.Fail.jsonata(scope, 'Rolled back', { error: 'RolledBack', cause: '{% $ending.reason %}' }));
}
