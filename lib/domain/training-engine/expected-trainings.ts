import type { ModelDefinition } from '../definition/model-definition.ts';
import { fits, lambdaCapacity } from './engine-capacity.ts';
import { exportMegabytes } from './training-load.ts';
import { DataTooLarge, placeTraining, type TrainingEngine } from './training-place.ts';

/** What speaks against the rows that a definition expects: a sentence for an export and for every trainer that fits nowhere. */
export function unplaceableTrainings(definition: ModelDefinition, engines: readonly TrainingEngine[]): string[] {
  const rows = definition.training.expectedRows;
  if (rows === null) return [];
  const unplaceable = definition.trainers.flatMap((trainer) => {
    try {
      placeTraining({ definition, trainer, rows, engines });
      return [];
    } catch (error) {
      if (error instanceof DataTooLarge) return [error.message];
      throw error;
    }
  });
  return [...exportTooLarge(definition, rows), ...unplaceable];
}

/** Wherever a model is trained, its rows are exported in a function of the same memory as the one that trains. */
function exportTooLarge({ features, memory }: ModelDefinition, rows: number): string[] {
  const columns = features.numeric.length + features.categorical.length;
  const megabytes = exportMegabytes(rows, columns);
  if (fits({ megabytes, seconds: 0 }, lambdaCapacity(memory.trainMegabytes))) return [];
  return [
    `the export of ${rows} rows of ${columns} features is expected to take ${megabytes} MB, and its function should need at most four fifths of ${memory.trainMegabytes}: raise 'memory.train', which may be 10240, or give the window fewer days`,
  ];
}
