import type { ModelDefinition } from '../definition/model-definition.ts';
import { singleTrainerKinds } from '../definition/trainer-settings.ts';
import type { Problem } from '../errors.ts';
import type { Release } from '../ledger/release.ts';
import { valueText } from '../problems.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';
import type { TrainerRequest } from '../steps/trainer-request.ts';

/** What a request to train asks for that the model's definition, or this version of Ratchet, does not have. */
export function trainingRequestProblems(
  { trigger, schedule, useApi, modelType }: RetrainRequest,
  { schedules, trainers }: Pick<ModelDefinition, 'schedules' | 'trainers'>,
): Problem[] {
  const problem = (path: string, expected: string, value: unknown): Problem => ({
    path,
    expected,
    got: valueText(value),
  });
  const names = schedules.map(({ name }) => name);
  // what has members is trained as the definition says or not at all
  const kinds = [...new Set([...singleTrainerKinds, ...trainers.map(({ kind }) => kind)])];
  const unknownSchedule = trigger === 'schedule' && schedule !== null && !names.includes(schedule);
  return [
    ...(useApi ? [problem('useApi', 'should be false: outcomes cannot be collected from an API yet', true)] : []),
    ...(unknownSchedule ? [problem('schedule', `should be ${oneOf(names, 'a schedule')}`, schedule)] : []),
    ...(modelType === null || kinds.some((kind) => kind === modelType)
      ? []
      : [problem('modelType', `should be ${oneOf(kinds, 'a trainer')}`, modelType)]),
  ];
}

/**
 * The trainings of an execution: the definition's, or those of the requested kind. A kind that the definition does not
 * have is trained once, with its default parameters. A warm start is told what the champion is.
 */
export function requestedTrainers(
  { modelType }: Pick<RetrainRequest, 'modelType'>,
  { trainers }: Pick<ModelDefinition, 'trainers'>,
  { modelKey: key, modelSha256: sha256 }: Pick<Release, 'modelKey' | 'modelSha256'>,
): TrainerRequest[] {
  const own = trainers.map((trainer, index) => ({
    index,
    kind: trainer.kind,
    ...('parameters' in trainer && trainer.parameters.warmStart === true && { champion: { key, sha256 } }),
  }));
  if (modelType === null) return own;
  const chosen = own.filter(({ kind }) => kind === modelType);
  return chosen.length > 0 ? chosen : [{ index: 0, kind: modelType }];
}

function oneOf(names: readonly string[], what: string): string {
  if (names.length === 0) return `left out: the definition does not have ${what}`;
  return names.map((name) => `'${name}'`).join(' or ');
}
