import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { fargateOrder, fargateTrainingStates } from './fargate-training-states.ts';
import { ownOrder, ownTrainerOf, ownTrainingStates } from './own-training-states.ts';
import type { ConcludingStates } from './retrain-conclusion-states.ts';
import type { ReleasingStates } from './retrain-release-states.ts';
import type { FargateTraining, RetrainContext } from './retrain-steps.ts';
import { endingVariable, failureVariable, workflowTask } from './workflow-task.ts';

const { jsonata: when } = sfn.Condition;

/** Trainings of one execution that run side by side. */
export const TRAININGS_AT_ONCE = 5;

const release = { order: '{% $states.input.order %}' };
/** A release without a training: there is nothing that could be compared again. */
const untrained = { trained: '{% null %}' };

/** From a trigger to a registered candidate. */
export function learningStates(
  context: RetrainContext,
  conclusion: ConcludingStates,
  releasing: ReleasingStates,
): { readonly assess: sfn.IChainable } {
  const { scope, steps, retry } = context;
  const toDo = sfn.Choice.jsonata(scope, 'What is there to do?')
    .when(when("{% $states.input.decision = 'retrain' %}"), exportingStates(context, conclusion, releasing), {
      assign: {
        trigger: '{% $states.input.trigger %}',
        window: '{% $states.input.window %}',
        trainers: '{% $states.input.trainers %}',
      },
    })
    .when(when("{% $states.input.decision = 'release' %}"), releasing.publish, { assign: { ...release, ...untrained } })
    .when(when("{% $states.input.decision = 'switch' %}"), conclusion.switchSchedules)
    .otherwise(conclusion.recordSkip);
  const assess = workflowTask(scope, 'Assess triggers', {
    step: steps.assess,
    payload: { execution: '{% $execution %}', request: '{% $request %}' },
    assign: endingVariable,
    retry,
    onFailure: conclusion.recordFailure,
  }).next(toDo);
  // a release that was not trained here is ordered anew against the champion of now
  releasing.publication.when(when("{% $states.input.decision = 'compare-again' %}"), assess);
  return { assess };
}

function exportingStates(
  context: RetrainContext,
  conclusion: ConcludingStates,
  releasing: ReleasingStates,
): sfn.IChainable {
  const { scope, steps, retry } = context;
  return workflowTask(scope, 'Export outcomes', {
    step: steps.export,
    payload: {
      execution: '{% $execution %}',
      request: '{% $request %}',
      window: '{% $window %}',
      trainers: '{% $trainers %}',
    },
    assign: endingVariable,
    retry,
    onFailure: conclusion.recordFailure,
  }).next(
    sfn.Choice.jsonata(scope, 'Is there enough data?')
      .when(when("{% $states.input.decision = 'train' %}"), trainingStates(context, conclusion, releasing), {
        assign: { snapshot: '{% $states.input.snapshot %}', ...(context.fargate && placesOfTrainings) },
      })
      .otherwise(conclusion.recordSkip),
  );
}

/** Trainers run side by side; one that fails leaves the others their chance, and validation rows choose between them. */
function trainingStates(
  context: RetrainContext,
  conclusion: ConcludingStates,
  releasing: ReleasingStates,
): sfn.IChainable {
  const { scope, fargate } = context;
  const train = sfn.Map.jsonata(scope, 'Train every candidate', {
    items: sfn.ProvideItems.jsonata('{% $trainers %}'),
    itemSelector: {
      trainer: '{% $states.context.Map.Item.Value %}',
      execution: '{% $execution %}',
      snapshot: '{% $snapshot %}',
      ...(fargate && { place: '{% $places[$states.context.Map.Item.Index] %}' }),
      ...(hasOwnTrainers(fargate) && { own: ownTrainerOf(fargate, '$states.context.Map.Item.Value.index') }),
    },
    maxConcurrency: TRAININGS_AT_ONCE,
    assign: {
      trained:
        '{% $exists($states.result.validationScore) ? ($states.result[$exists(validationScore)]^(>validationScore))[0] : null %}',
      failure:
        '{% $exists($states.result.error) ? $states.result[$exists(error)][0] : {"error": "none", "cause": "none"} %}',
    },
    outputs: '{% null %}',
  }).itemProcessor(oneTraining(context));
  train.addCatch(conclusion.recordFailure, { errors: ['States.DataLimitExceeded'], assign: failureVariable });
  train.addCatch(conclusion.recordFailure, { errors: ['States.ALL'], assign: failureVariable });
  return train.next(
    sfn.Choice.jsonata(scope, 'Did any training succeed?')
      .when(when('{% $trained != null %}'), comparingStates(context, conclusion, releasing))
      .otherwise(conclusion.recordFailure),
  );
}

/** One for each trainer, in their order. */
const placesOfTrainings = { places: '{% $states.input.places %}' };

function hasOwnTrainers(fargate: FargateTraining | undefined): fargate is FargateTraining {
  return fargate !== undefined && fargate.ownTrainers.size > 0;
}

function oneTraining(context: RetrainContext): sfn.IChainable {
  const { scope, steps, retry, fargate } = context;
  const failed = sfn.Pass.jsonata(scope, 'Training failed', { outputs: '{% $trainingFailure %}' });
  const inFunction = workflowTask(scope, 'Train candidate', {
    step: steps.train,
    payload: {
      execution: '{% $states.input.execution %}',
      snapshot: '{% $states.input.snapshot %}',
      trainer: '{% $states.input.trainer %}',
    },
    retry,
    onFailure: failed,
    failureAssign: { trainingFailure: failureVariable.failure },
  });
  if (fargate === undefined) return inFunction;
  const place = sfn.Choice.jsonata(scope, 'Where is it trained?')
    .when(when("{% $states.input.place.engine = 'fargate' %}"), fargateTrainingStates(scope, fargate, failed), {
      assign: fargateOrder(fargate),
    })
    .otherwise(inFunction);
  if (!hasOwnTrainers(fargate)) return place;
  return place.when(when("{% $states.input.place.engine = 'own' %}"), ownTrainingStates(context, fargate, failed), {
    assign: ownOrder,
  });
}

function comparingStates(
  { scope, steps, retry }: RetrainContext,
  conclusion: ConcludingStates,
  releasing: ReleasingStates,
): sfn.IChainable {
  const shared = { execution: '{% $execution %}', snapshot: '{% $snapshot %}', trained: '{% $trained %}' };
  const compare = workflowTask(scope, 'Compare candidate', {
    step: steps.compare,
    payload: { ...shared, trigger: '{% $trigger %}' },
    retry,
    onFailure: conclusion.recordFailure,
  });
  const register = workflowTask(scope, 'Register candidate', {
    step: steps.register,
    payload: { ...shared, request: '{% $request %}', comparison: '{% $states.input %}' },
    retry,
    onFailure: conclusion.recordFailure,
  });
  const keepChampion = sfn.Succeed.jsonata(scope, 'Champion kept', {
    outputs: {
      status: '{% $states.input.verdict %}',
      modelVersion: '{% $states.input.modelVersion %}',
      reason: '{% $states.input.reason %}',
    },
  });
  compare
    .next(register)
    .next(
      sfn.Choice.jsonata(scope, 'Is it to be released?')
        .when(when("{% $states.input.decision = 'release' %}"), releasing.publish, { assign: release })
        .otherwise(keepChampion),
    );
  releasing.publication.when(when("{% $states.input.decision = 'compare-again' and $trained != null %}"), compare);
  return compare;
}
