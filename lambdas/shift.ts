import { shiftInputSchema } from '../lib/domain/steps/shift.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('shift', () => stepDoor('shift', shiftInputSchema));
