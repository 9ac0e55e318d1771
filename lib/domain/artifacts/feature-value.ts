import { z } from 'zod';

/** Longest text of one feature. */
export const LONGEST_TEXT = 1000;

/** What a feature may be; null and a text that the definition counts as missing are the same to a model. */
const featureValueSchema = z.union([z.number(), z.string().max(LONGEST_TEXT), z.boolean(), z.null()]);

export type FeatureValue = z.infer<typeof featureValueSchema>;

/** Values of a row by feature name; a feature that is not there is missing. */
export const featureRowSchema = z.record(z.string().max(200), featureValueSchema);

export type FeatureRow = z.infer<typeof featureRowSchema>;

/** The positive class's probability, or one probability per class. */
export const scoreSchema = z.union([z.number().min(0).max(1), z.array(z.number().min(0).max(1))]);

export type Score = z.infer<typeof scoreSchema>;
