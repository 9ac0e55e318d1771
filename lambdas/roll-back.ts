import { rollBackInputSchema } from '../lib/domain/roll-back.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('roll-back', () => stepDoor('roll-back', rollBackInputSchema));
