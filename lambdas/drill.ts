import { drillInputSchema } from '../lib/domain/steps/drill.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('drill', () => stepDoor('drill', drillInputSchema));
