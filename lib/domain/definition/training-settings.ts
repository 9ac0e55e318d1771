import { z } from 'zod';
import type { Parts } from './definition-parts.ts';
import { choice, flag, wholeNumber } from './definition-values.ts';

/** Where and at what price candidates are trained (S2-13, S2-41). */
export interface TrainingSettings {
  /** `auto` takes Lambda as long as a training is expected to fit. */
  readonly engine: 'auto' | 'lambda' | 'fargate';
  /** Whether Fargate takes spare capacity first, which costs less and may be taken back. */
  readonly spot: boolean;
  /** Rows that the window will have, for a warning before there are any; `null` where nobody knows. */
  readonly expectedRows: number | null;
}

const MOST_ROWS = 100_000_000;

export const trainingSchema = z.strictObject(
  {
    engine: choice(['auto', 'lambda', 'fargate']).optional().describe('what trains; fargate needs a vpc'),
    spot: flag().optional().describe('Fargate takes spare capacity first'),
    expectedRows: wholeNumber(1, MOST_ROWS, 1_000_000)
      .optional()
      .describe('warns at synthesis where the training will not fit'),
  },
  'should be an object such as {"engine": "auto", "spot": true}',
);

export function resolveTraining(
  given: Parts<z.infer<typeof trainingSchema>> = {},
  preset: TrainingSettings,
): TrainingSettings {
  return {
    engine: given.engine ?? preset.engine,
    spot: given.spot ?? preset.spot,
    expectedRows: given.expectedRows ?? preset.expectedRows,
  };
}
