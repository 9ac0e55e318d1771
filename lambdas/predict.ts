import { predictEventSchema } from '../lib/domain/steps/predict.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('predict', () => stepDoor('predict', predictEventSchema));
