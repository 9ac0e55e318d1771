import { IMPORTED, importKey, isImportKey } from '../artifacts/imported-model.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { singleTrainerKinds } from '../definition/trainer-settings.ts';
import type { Problem } from '../errors.ts';
import type { Release } from '../ledger/release.ts';
import { valueText } from '../problems.ts';
import type { RetrainRequest } from '../steps/retrain-request.ts';
import type { TrainerRequest } from '../steps/trainer-request.ts';

/** What a request to train asks for that the model's definition, or this version of Ratchet, does not have. */
export function trainingRequestProblems(
  { trigger, schedule, useApi, modelType, modelFile }: RetrainRequest,
  { name, schedules, trainers }: Pick<ModelDefinition, 'name' | 'schedules' | 'trainers'>,
): Problem[] {
  const problem = (path: string, expected: string, value: unknown): Problem => ({
    path,
    expected,
    got: valueText(value),
  });
  const names = schedules.map((one) => one.name);
  // what has members or a container is trained as the definition says or not at all
  const kinds = [...new Set<string>([...singleTrainerKinds, ...trainers.map(({ kind }) => kind)])];
  const unknownSchedule = trigger === 'schedule' && schedule !== null && !names.includes(schedule);
  return [
    ...(useApi ? [problem('useApi', 'should be false: outcomes cannot be collected from an API yet', true)] : []),
    ...(unknownSchedule ? [problem('schedule', `should be ${oneOf(names, 'a schedule')}`, schedule)] : []),
    ...(modelFile === null || isImportKey(name, modelFile.key)
      ? []
      : [problem('modelFile.key', `should be like '${importKey(name, '<sha256>')}'`, modelFile.key)]),
    ...(modelType === null || kinds.includes(modelType)
      ? []
      : [problem('modelType', `should be ${oneOf(kinds, 'a trainer')}`, modelType)]),
  ];
}

/**
 * The trainings of an execution: the definition's, or those of the requested kind. A kind that the definition does not
 * have is trained once, with its default parameters. A warm start is told what the champion is. A file that is brought
 * along stands for all of them.
 */
export function requestedTrainers(
  { modelType, modelFile }: Pick<RetrainRequest, 'modelType' | 'modelFile'>,
  { trainers }: Pick<ModelDefinition, 'trainers'>,
  { modelKey: key, modelSha256: sha256 }: Pick<Release, 'modelKey' | 'modelSha256'>,
): TrainerRequest[] {
  if (modelFile !== null) return [{ index: 0, kind: IMPORTED, file: modelFile }];
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
