import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { ConcludingStates } from './retrain-conclusion-states.ts';
import type { RetrainContext } from './retrain-steps.ts';
import { endingVariable, workflowTask } from './workflow-task.ts';

export interface ReleasingStates {
  /** Reads the variable `order`. */
  readonly publish: sfn.IChainable;
  /** What publishing found; a retrain adds that it may have to compare again. */
  readonly publication: sfn.Choice;
}

const { jsonata: when } = sfn.Condition;

/** From a candidate that may be released to the champion. */
export function releasingStates(context: RetrainContext, conclusion: ConcludingStates): ReleasingStates {
  const { scope, steps, retry } = context;
  const publish = workflowTask(scope, 'Publish version', {
    step: steps.publish,
    payload: { execution: '{% $execution %}', request: '{% $request %}', order: '{% $order %}' },
    assign: endingVariable,
    retry,
    onFailure: conclusion.recordFailure,
  });
  const waitForLease = sfn.Wait.jsonata(scope, 'Wait for the lease', {
    time: sfn.WaitTime.seconds('{% $states.input.seconds %}'),
  }).next(publish);
  const publication = sfn.Choice.jsonata(scope, 'What did publishing find?')
    .when(when("{% $states.input.decision = 'published' %}"), provenChallenger(context, conclusion), {
      assign: {
        functionVersion: '{% $states.input.functionVersion %}',
        plan: '{% $states.input.plan %}',
        judgedWeight: 0,
      },
    })
    .when(when("{% $states.input.decision = 'wait' %}"), waitForLease)
    .otherwise(conclusion.recordSkip);
  publish.next(publication);
  return { publish, publication };
}

/** Nothing gets traffic before it answered, and before its predecessor has shown that it could take the traffic back. */
function provenChallenger(context: RetrainContext, conclusion: ConcludingStates): sfn.IChainable {
  const { scope, steps, retry } = context;
  const promote = promotingStates(context, conclusion);
  const immediately = sfn.Pass.jsonata(scope, 'Release at once', {
    comment: 'The policy has no canary: the smoke test is the evidence',
    assign: {
      ending: {
        reason: 'the policy releases at once, and the smoke test passed',
        evidence: [{ metric: 'smoke test', value: 1, threshold: 1, n: 1, interval: null }],
      },
    },
  }).next(promote);
  const plan = sfn.Choice.jsonata(scope, 'Is there a canary?')
    .when(when("{% $plan = 'immediate' %}"), immediately)
    .otherwise(canaryStates(context, conclusion, promote));
  return workflowTask(scope, 'Smoke test version', {
    step: steps['smoke-test'],
    payload: { execution: '{% $execution %}', functionVersion: '{% $functionVersion %}' },
    retry,
    onFailure: conclusion.recordFailure,
  }).next(
    workflowTask(scope, 'Drill the rollback', {
      step: steps.drill,
      payload: { execution: '{% $execution %}' },
      retry,
      onFailure: conclusion.recordFailure,
    }).next(plan),
  );
}

/** From here on traffic may have moved, so every failure gives it back. */
const giveBack = {
  failureAssign: {
    ending: {
      cause: 'failure',
      reason:
        "{% $substring('the release failed with ' & $states.errorOutput.Error & ': ' & $states.errorOutput.Cause, 0, 1000) %}",
      evidence: [{ metric: 'failed step', value: 1, threshold: 0, n: 1, interval: null }],
    },
  },
};

function canaryStates(context: RetrainContext, conclusion: ConcludingStates, promote: sfn.IChainable): sfn.IChainable {
  const { scope, steps, retry } = context;
  const payload = { execution: '{% $execution %}', functionVersion: '{% $functionVersion %}' };
  const onFailure = conclusion.rollBack;
  const shift = workflowTask(scope, 'Shift weight', {
    step: steps.shift,
    payload: { ...payload, fromWeight: '{% $judgedWeight %}' },
    // assigned here and not where it is needed, because here a Catch watches over it
    assign: {
      ...endingVariable,
      pollSeconds: '{% $exists($states.result.Payload.pollSeconds) ? $states.result.Payload.pollSeconds : 60 %}',
    },
    retry,
    onFailure,
    ...giveBack,
  });
  const judge = workflowTask(scope, 'Judge canary', {
    step: steps.judge,
    payload,
    assign: {
      ...endingVariable,
      pollSeconds: '{% $exists($states.result.Payload.pollSeconds) ? $states.result.Payload.pollSeconds : 60 %}',
      judgedWeight: '{% $exists($states.result.Payload.weight) ? $states.result.Payload.weight : $judgedWeight %}',
    },
    retry,
    onFailure,
    ...giveBack,
  });
  const bake = sfn.Wait.jsonata(scope, 'Bake', { time: sfn.WaitTime.seconds('{% $pollSeconds %}') }).next(judge);
  shift.next(
    sfn.Choice.jsonata(scope, 'Did the weight move?')
      .when(when("{% $states.input.decision = 'shifted' %}"), bake)
      .otherwise(conclusion.recordStandDown),
  );
  judge.next(
    sfn.Choice.jsonata(scope, 'What does the canary say?')
      .when(when("{% $states.input.decision in ['continue', 'hold'] %}"), bake)
      .when(when("{% $states.input.decision = 'step-up' %}"), shift)
      .when(when("{% $states.input.decision = 'promote' %}"), promote)
      .when(when("{% $states.input.decision = 'roll-back' %}"), conclusion.rollBack)
      .otherwise(conclusion.recordStandDown),
  );
  return shift;
}

function promotingStates({ scope, steps, retry }: RetrainContext, conclusion: ConcludingStates): sfn.IChainable {
  return workflowTask(scope, 'Promote challenger', {
    step: steps.promote,
    payload: {
      execution: '{% $execution %}',
      functionVersion: '{% $functionVersion %}',
      reason: '{% $ending.reason %}',
      evidence: '{% $ending.evidence %}',
    },
    assign: endingVariable,
    retry,
    onFailure: conclusion.rollBack,
    ...giveBack,
  }).next(
    sfn.Choice.jsonata(scope, 'Is it the champion?')
      .when(
        when("{% $states.input.decision = 'promoted' %}"),
        sfn.Succeed.jsonata(scope, 'Promoted', {
          outputs: {
            status: 'promoted',
            modelVersion: '{% $states.input.modelVersion %}',
            functionVersion: '{% $functionVersion %}',
            probationEnd: '{% $states.input.probationEnd %}',
          },
        }),
      )
      .when(when("{% $states.input.decision = 'superseded' %}"), conclusion.rollBack)
      .otherwise(conclusion.recordStandDown),
  );
}
