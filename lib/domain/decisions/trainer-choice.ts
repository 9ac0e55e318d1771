import { TrainerUnavailable } from '../artifacts/training-errors.ts';
import { singleTrainerKinds, type TrainerSettings, trainerOfKind } from '../definition/trainer-settings.ts';
import type { TrainerRequest } from '../steps/trainer-request.ts';

/**
 * The definition's trainer at that place if it is of that kind, else the kind with its usual parameters. Throws
 * `TrainerUnavailable` for one that this version does not carry out, and for an ensemble that the definition does not have.
 */
export function chooseTrainer(trainers: readonly TrainerSettings[], { index, kind }: TrainerRequest): TrainerSettings {
  const own = trainers[index];
  const chosen = own?.kind === kind ? own : trainerOfKind(kind);
  if (chosen !== undefined) return chosen;
  const list = singleTrainerKinds.map((one) => `"${one}"`).join(' or ');
  throw new TrainerUnavailable(
    `'trainer.kind' should be ${list}, which this version trains, or the kind of trainers[${index}] in the definition, got "${kind}": set that kind there, or modelType in the request`,
  );
}
