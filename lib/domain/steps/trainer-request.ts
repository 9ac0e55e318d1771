import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';

const addressSchema = z.strictObject({ key: z.string().min(1).max(1024), sha256: sha256Schema });

/** Which trainer is asked for: its place in the definition, and its kind. */
export const trainerRequestSchema = z.strictObject({
  index: z.int().nonnegative(),
  kind: z.string(),
  /** The champion's model, for a trainer that begins where it ended. */
  champion: addressSchema.optional(),
  /** A model file that is taken over instead of training. */
  file: addressSchema.optional(),
});

export type TrainerRequest = z.infer<typeof trainerRequestSchema>;
