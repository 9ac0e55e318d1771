import { exportInputSchema } from '../lib/domain/steps/export.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('export', () => stepDoor('export', exportInputSchema));
