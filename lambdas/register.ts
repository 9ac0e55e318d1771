import { registerInputSchema } from '../lib/domain/steps/register.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('register', () => stepDoor('register', registerInputSchema));
