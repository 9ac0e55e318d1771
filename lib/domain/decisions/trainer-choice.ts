import { TrainerUnavailable } from '../artifacts/training-errors.ts';
import {
  defaultTrainer,
  type TrainerKind,
  type TrainerSettings,
  trainerKinds,
} from '../definition/trainer-settings.ts';
import type { TrainerRequest } from '../steps/trainer-request.ts';

/**
 * The definition's trainer at that place if it is of that kind, else the kind with its usual parameters. Throws
 * `TrainerUnavailable` for one that this version does not carry out.
 */
export function chooseTrainer(trainers: readonly TrainerSettings[], { index, kind }: TrainerRequest): TrainerSettings {
  const available = trainerKinds.find((one): one is TrainerKind => one === kind);
  if (available === undefined) {
    const list = trainerKinds.map((one) => `"${one}"`).join(' or ');
    throw new TrainerUnavailable(
      `'trainer.kind' should be ${list}, which this version trains, got "${kind}": set the kind of trainers[${index}] in the definition, or modelType in the request`,
    );
  }
  const own = trainers[index];
  return own?.kind === available ? own : defaultTrainer(available);
}
