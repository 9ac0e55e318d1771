import { smokeTestInputSchema } from '../lib/domain/steps/smoke-test.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('smoke-test', () => stepDoor('smoke-test', smokeTestInputSchema));
