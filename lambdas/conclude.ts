import { concludeInputSchema } from '../lib/domain/steps/conclude.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('conclude', () => stepDoor('conclude', concludeInputSchema));
