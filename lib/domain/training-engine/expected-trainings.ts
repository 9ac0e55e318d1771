import type { ModelDefinition } from '../definition/model-definition.ts';
import { DataTooLarge, placeTraining, type TrainingEngine } from './training-place.ts';

/** What speaks against the rows that a definition expects: one sentence for every trainer that fits nowhere. */
export function unplaceableTrainings(definition: ModelDefinition, engines: readonly TrainingEngine[]): string[] {
  const rows = definition.training.expectedRows;
  if (rows === null) return [];
  return definition.trainers.flatMap((trainer) => {
    try {
      placeTraining({ definition, trainer, rows, engines });
      return [];
    } catch (error) {
      if (error instanceof DataTooLarge) return [error.message];
      throw error;
    }
  });
}
