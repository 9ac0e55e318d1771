import type { ArtifactAddress } from '../lib/domain/artifacts/artifact-door.ts';
import { modelFeatures } from '../lib/domain/artifacts/model-features.ts';
import { type SnapshotPorts, visitSnapshotOutcomes } from '../lib/domain/artifacts/snapshot-outcomes.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { OutcomeRows } from '../lib/training/row-parts.ts';
import { tableBuilder } from '../lib/training/table/table-builder.ts';
import { splitTable } from '../lib/training/table/table-parts.ts';

export interface TrainingRowsPorts extends SnapshotPorts {
  readonly modelName: string;
}

/** The rows of a snapshot as columns, in its order, and in the terms of the definition. */
export async function readTrainingRows(
  { modelName, ...ports }: TrainingRowsPorts,
  definition: ModelDefinition,
  snapshot: ArtifactAddress,
): Promise<OutcomeRows> {
  const features = modelFeatures(definition);
  const builder = tableBuilder(features);
  const [ids, labels]: [string[], string[]] = [[], []];
  const order = await visitSnapshotOutcomes(ports, modelName, snapshot, ({ id, label, features: row }) => {
    ids.push(id);
    labels.push(label);
    builder.add(row);
  });
  const [table] = splitTable({ columns: [...builder.finish().columns] }, [order]);
  return {
    ids: Array.from(order, (place) => ids[place] as string),
    labels: Array.from(order, (place) => labels[place] as string),
    table: { columns: [...(table?.columns ?? [])] },
    missing: new Map(features.map(({ name, missing }) => [name, missing])),
    positiveClass: definition.positiveClass,
    classes: definition.classes,
  };
}
