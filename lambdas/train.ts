import { trainInputSchema } from '../lib/domain/steps/train.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('train', () => stepDoor('train', trainInputSchema));
