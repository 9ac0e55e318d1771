import { z } from 'zod';
import { contentHash } from '../content-hash.ts';
import type { TrainerContainer } from '../definition/external-trainer.ts';

/** Folder of what own trainers read and write, below the model's own prefix. */
export const EXCHANGES_FOLDER = 'exchanges';

/** Files of one training, below its own folder. Containers read what is below `rows` and write the model. */
export const exchangeFiles = {
  train: 'rows/train.csv',
  validation: 'rows/validation.csv',
  layout: 'rows/layout.json',
  model: 'model',
} as const;

/** What a container is told: names of environment variables. */
export const exchangeVariables = {
  bucket: 'TRAINER_BUCKET_NAME',
  train: 'TRAINER_TRAIN_KEY',
  validation: 'TRAINER_VALIDATION_KEY',
  layout: 'TRAINER_LAYOUT_KEY',
  model: 'TRAINER_MODEL_KEY',
} as const;

/** Name of the one container of an own trainer's task. */
export const TRAINER_CONTAINER = 'trainer';

/** Tells the folder and the task of one container from those of the others. */
export function containerId({ image, module, architecture }: TrainerContainer): string {
  return contentHash({ image, module, architecture }).slice(0, 12);
}

/** One of the two calls of the step around an own trainer's container, and the folder of that training. */
export const exchangeSchema = z.strictObject({
  phase: z.enum(['lay-out', 'adopt']),
  folder: z.string().min(1).max(500),
});

export type Exchange = z.infer<typeof exchangeSchema>;

/** What the rows of a training came to that are laid out. */
export const laidOutSchema = z.strictObject({
  trainRows: z.int().nonnegative(),
  validationRows: z.int().nonnegative(),
});

export type LaidOut = z.infer<typeof laidOutSchema>;
