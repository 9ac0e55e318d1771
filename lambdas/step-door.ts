import { StepUnavailable } from '../lib/domain/errors.ts';
import type { StepName } from '../lib/domain/steps/environment.ts';
import { type InputSchema, parseInput } from '../lib/domain/steps/execution.ts';

/** A step that checks its input and then says that it is not carried out yet: never a success that is none. */
export function stepDoor(step: StepName, inputSchema: InputSchema) {
  return async (event: unknown): Promise<never> => {
    parseInput(`the input of the step '${step}'`, inputSchema, event);
    throw new StepUnavailable(`the step '${step}' is not carried out by this version of Ratchet: deploy a later one`);
  };
}
