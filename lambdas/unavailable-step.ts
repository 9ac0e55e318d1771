import { StepUnavailable } from '../lib/domain/errors.ts';
import type { StepName } from '../lib/domain/steps/environment.ts';

/** A step that is not carried out yet: behind a door that checks its input, and never a success that is none. */
export function unavailableStep(step: StepName) {
  return async (): Promise<never> => {
    throw new StepUnavailable(`the step '${step}' is not carried out by this version of Ratchet: deploy a later one`);
  };
}
