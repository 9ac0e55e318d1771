import { compareInputSchema } from '../lib/domain/steps/compare.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('compare', () => stepDoor('compare', compareInputSchema));
