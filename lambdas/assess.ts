import { assessInputSchema } from '../lib/domain/steps/assess.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('assess', () => stepDoor('assess', assessInputSchema));
