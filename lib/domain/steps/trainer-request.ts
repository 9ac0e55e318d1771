import { z } from 'zod';

/** Which trainer is asked for: its place in the definition, and its kind. */
export const trainerRequestSchema = z.strictObject({ index: z.int().nonnegative(), kind: z.string() });

export type TrainerRequest = z.infer<typeof trainerRequestSchema>;
