import { TrainerUnavailable } from '../artifacts/training-errors.ts';
import { type TrainerSettings, trainerKinds, trainerOfKind } from '../definition/trainer-settings.ts';
import type { TrainerRequest } from '../steps/trainer-request.ts';

/**
 * The definition's trainer at that place if it is of that kind, else the kind with its usual parameters. Throws
 * `TrainerUnavailable` for one that this version does not carry out.
 */
export function chooseTrainer(trainers: readonly TrainerSettings[], { index, kind }: TrainerRequest): TrainerSettings {
  const own = trainers[index];
  const trainer = own?.kind === kind ? own : trainerOfKind(kind);
  if (trainer !== undefined) return trainer;
  const list = trainerKinds.map((one) => `"${one}"`).join(' or ');
  throw new TrainerUnavailable(
    `'trainer.kind' should be ${list}, which this version trains, got "${kind}": set the kind of trainers[${index}] in the definition, or modelType in the request`,
  );
}
