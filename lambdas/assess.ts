import { assessInputSchema } from '../lib/domain/assess.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('assess', () => stepDoor('assess', assessInputSchema));
