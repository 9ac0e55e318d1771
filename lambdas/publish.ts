import { publishInputSchema } from '../lib/domain/steps/publish.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('publish', () => stepDoor('publish', publishInputSchema));
