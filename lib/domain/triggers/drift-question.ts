import { z } from 'zod';
import { WindowBroken } from '../artifacts/drift-errors.ts';
import { driftWindowSchema } from '../artifacts/drift-window.ts';
import { referenceProfileSchema } from '../artifacts/reference-profile.ts';
import { sha256Schema } from '../content-hash.ts';
import { type DriftVerdict, driftVerdict } from './drift-verdict.ts';

const questionSchema = z.strictObject({
  settings: z.strictObject({
    psi: z.number().min(0).max(1),
    share: z.number().min(0).max(1),
    windows: z.int().positive(),
  }),
  /** Where the profile is stored. */
  stored: z.strictObject({ key: z.string().min(1).max(1024), sha256: sha256Schema }),
  profile: referenceProfileSchema,
  windows: z.array(driftWindowSchema),
});

export type DriftQuestion = z.infer<typeof questionSchema>;

/** Whether requests have drifted from the profile of a model, with the counts of both. */
export const driftQuestionSchema: z.ZodType<DriftQuestion> = questionSchema.superRefine((question, context) => {
  try {
    decideDrift(question);
  } catch (error) {
    if (!(error instanceof WindowBroken)) throw error;
    context.addIssue({ code: 'custom', path: ['windows'], message: `should fit the profile: ${error.message}` });
  }
});

/** Throws `WindowBroken` as `driftVerdict` does. */
export function decideDrift({ profile, windows, settings }: DriftQuestion): DriftVerdict {
  return driftVerdict(profile, windows, settings);
}
