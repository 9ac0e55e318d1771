import { httpRequestSchema } from '../lib/domain/steps/http-request.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('feedback', () => stepDoor('feedback', httpRequestSchema));
