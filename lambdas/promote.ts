import { promoteInputSchema } from '../lib/domain/steps/promote.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('promote', () => stepDoor('promote', promoteInputSchema));
