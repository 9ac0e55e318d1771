import { z } from 'zod';
import type { TrainerContainer } from '../definition/external-trainer.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import { type TrainerSettings, trainerOfKind } from '../definition/trainer-settings.ts';
import { RatchetError } from '../errors.ts';
import type { TrainerRequest } from '../steps/trainer-request.ts';
import { type Capacity, fargateCapacity, fargateSizes, fits, lambdaCapacity } from './engine-capacity.ts';
import { type TrainingLoad, trainingLoad } from './training-load.ts';

/** What trains: the step's function, or the same code in a container. */
const trainingEngineSchema = z.enum(['lambda', 'fargate']);

export type TrainingEngine = z.infer<typeof trainingEngineSchema>;

/** The engines in the variable `TRAINING_ENGINES`, such as `lambda,fargate`. */
export function readTrainingEngines(text: string): TrainingEngine[] {
  const named = text.split(',');
  return trainingEngineSchema.options.filter((engine) => named.includes(engine));
}

/** Where one trainer trains. ECS takes numbers as texts. */
export const trainingPlaceSchema = z.discriminatedUnion('engine', [
  z.strictObject({ engine: z.literal('lambda') }),
  z.strictObject({
    engine: z.literal('fargate'),
    /** In units of which 1,024 are one vCPU. */
    cpu: z.string(),
    megabytes: z.string(),
    /** Of what Node may take for its heap. */
    heapMegabytes: z.string(),
  }),
  /** In a container of the user's own, between two calls of the step's function. */
  z.strictObject({ engine: z.literal('own'), cpu: z.string(), megabytes: z.string() }),
]);

export type TrainingPlace = z.infer<typeof trainingPlaceSchema>;

/** A training is expected to need more than any engine of the deployment has. */
export class DataTooLarge extends RatchetError {
  override readonly name = 'DataTooLarge';
}

type Settings = Pick<ModelDefinition, 'features' | 'classes' | 'memory' | 'training'>;

export interface PlaceQuestion {
  readonly definition: Settings;
  readonly trainer: TrainerSettings;
  readonly rows: number;
  /** What the deployment has. */
  readonly engines: readonly TrainingEngine[];
}

/**
 * The places of all trainers that are asked for, in their order. One that nobody knows goes where the step can say so.
 * Throws `DataTooLarge` when one of them fits nowhere.
 */
export function placeTrainings(
  question: Omit<PlaceQuestion, 'trainer'> & { readonly definition: Pick<ModelDefinition, 'trainers'> },
  requests: readonly TrainerRequest[],
): TrainingPlace[] {
  return requests.map(({ index, kind }) => {
    const own = question.definition.trainers[index];
    const trainer = own?.kind === kind ? own : trainerOfKind(kind);
    return trainer === undefined ? { engine: 'lambda' } : placeTraining({ ...question, trainer });
  });
}

/** Node's heap leaves this share of the memory to typed arrays and kernels. */
const HEAP_SHARE = 0.75;

/**
 * The smallest engine that a training is expected to fit; an engine that the definition names is taken whatever is
 * expected, as long as one of its sizes could do. Throws `DataTooLarge`.
 */
export function placeTraining({ definition, trainer, rows, engines }: PlaceQuestion): TrainingPlace {
  const { features, classes, memory, training } = definition;
  const columns = features.numeric.length + features.categorical.length;
  const load = trainingLoad({ rows, columns, outputs: Math.max(1, classes.length), trainer });
  const inLambda = lambdaCapacity(memory.trainMegabytes);
  if (trainer.kind === 'external') {
    if (fits(load, inLambda)) return ownPlace(trainer.container);
    throw tooLarge(load, { rows, columns, trainer, inLambda, engines: ['lambda'] });
  }
  if (training.engine === 'lambda' || (training.engine === 'auto' && fits(load, inLambda))) return { engine: 'lambda' };
  const size = engines.includes('fargate')
    ? fargateSizes.find(({ megabytes }) => fits(load, { ...fargateCapacity, megabytes }))
    : undefined;
  if (size === undefined) throw tooLarge(load, { rows, columns, trainer, inLambda, engines });
  return {
    engine: 'fargate',
    cpu: String(size.cpu),
    megabytes: String(size.megabytes),
    heapMegabytes: String(Math.floor(size.megabytes * HEAP_SHARE)),
  };
}

function ownPlace({ megabytes }: TrainerContainer): TrainingPlace {
  const size = fargateSizes.find((one) => one.megabytes === megabytes) ?? fargateSizes[0];
  return { engine: 'own', cpu: String(size.cpu), megabytes: String(size.megabytes) };
}

interface Excess extends Pick<PlaceQuestion, 'rows' | 'trainer' | 'engines'> {
  readonly columns: number;
  readonly inLambda: Capacity;
}

function tooLarge(load: TrainingLoad, { rows, columns, trainer, inLambda, engines }: Excess): DataTooLarge {
  const onFargate = engines.includes('fargate');
  const [engine, limit] = onFargate ? ['Fargate', fargateCapacity] : ['Lambda', inLambda];
  if (trainer.kind === 'external') {
    return new DataTooLarge(
      `laying out ${rows} rows of ${columns} features for a trainer of your own is expected to take ${text(load)}, and Lambda should need at most four fifths of ${text(limit)}: raise 'memory.train', or give the window fewer days`,
    );
  }
  const remedy = onFargate
    ? 'give the window fewer days or the trainer fewer trees'
    : "give the pipeline a 'vpc' to train on Fargate, raise 'memory.train', give the window fewer days, or set 'training.engine' to \"lambda\" to try it all the same";
  return new DataTooLarge(
    `${trainer.kind} on ${rows} rows of ${columns} features is expected to take ${text(load)}, and ${engine} should need at most four fifths of ${text(limit)}: ${remedy}`,
  );
}

function text({ megabytes, seconds }: Capacity): string {
  return `${megabytes} MB and ${seconds} s`;
}
