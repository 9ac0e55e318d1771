import { canonicalJson } from '../lib/domain/canonical-json.ts';
import { chooseTrainer } from '../lib/domain/decisions/trainer-choice.ts';
import { type ExternalTrainer, externalProvenance } from '../lib/domain/definition/external-trainer.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { TrainingExchange } from '../lib/domain/ports/training-exchange.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import type { TrainOutput } from '../lib/domain/steps/train.ts';
import { type Exchange, exchangeFiles, type LaidOut } from '../lib/domain/training-engine/training-exchange.ts';
import { adoptModel } from '../lib/training/adoption/adopt-model.ts';
import { laidOutRows } from '../lib/training/adoption/laid-out-rows.ts';
import { MOST_MODEL_BYTES } from '../lib/training/formats/packed-file.ts';
import { writeLearntModel } from './learnt-artifacts.ts';
import { readTrainingRows, type TrainingRowsPorts } from './training-rows.ts';

export interface ExchangePorts extends TrainingRowsPorts {
  readonly definition: DefinitionSource;
  readonly exchange: TrainingExchange;
}

interface OwnTraining {
  readonly definition: ModelDefinition;
  readonly trainer: ExternalTrainer;
  readonly snapshot: StepInput<'train'>['snapshot'];
  /** Of this training alone. */
  readonly folder: string;
}

/** What the step does before and after a container of the user's own learns. */
export function createExchange(ports: ExchangePorts) {
  return async (
    { snapshot, trainer: request }: StepInput<'train'>,
    { phase, folder }: Exchange,
  ): Promise<TrainOutput | LaidOut> => {
    const definition = await ports.definition();
    const trainer = chooseTrainer(definition.trainers, request);
    if (trainer.kind !== 'external') throw new TypeError(`an exchange is for own trainers, got "${trainer.kind}"`);
    const training = { definition, trainer, snapshot, folder };
    return phase === 'lay-out' ? layOutRows(ports, training) : adoptTrained(ports, training);
  };
}

/** Writes the rows of a snapshot for a container to learn from, without the holdout. Throws `UntrainableRows`. */
async function layOutRows(ports: ExchangePorts, training: OwnTraining): Promise<LaidOut> {
  const { definition, trainer, snapshot, folder } = training;
  const { target, positiveClass, classes } = definition;
  const { features, train, validation } = laidOutRows(await readTrainingRows(ports, definition, snapshot), target);
  const layout = {
    schema: 'ratchet.training-layout/1',
    modelName: definition.name,
    target,
    positiveClass,
    classes: [...classes],
    features,
    parameters: trainer.parameters,
    rows: { train: train.rows, validation: validation.rows },
  };
  const files = {
    train: train.content,
    validation: validation.content,
    layout: new TextEncoder().encode(canonicalJson(layout)),
  };
  const names = Object.keys(files) as (keyof typeof files)[];
  await Promise.all(names.map((name) => ports.exchange.write(`${folder}/${exchangeFiles[name]}`, files[name])));
  return { trainRows: train.rows, validationRows: validation.rows };
}

/**
 * Takes over the model that a container wrote for the rows of a snapshot. Throws `ArtifactMissing` where it wrote none,
 * and what `adoptModel` throws.
 */
async function adoptTrained(ports: ExchangePorts, training: OwnTraining): Promise<TrainOutput> {
  const { definition, trainer, snapshot, folder } = training;
  const file = await ports.exchange.read(`${folder}/${exchangeFiles.model}`, MOST_MODEL_BYTES);
  const rows = await readTrainingRows(ports, definition, snapshot);
  const model = adoptModel({ ...rows, file, levels: 'training-rows' });
  const provenance = externalProvenance(trainer);
  return writeLearntModel(ports.store, { definition, trainer: provenance, snapshot, model, missing: rows.missing });
}
