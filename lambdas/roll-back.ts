import { rollBackInputSchema } from '../lib/domain/steps/roll-back.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('roll-back', () => stepDoor('roll-back', rollBackInputSchema));
