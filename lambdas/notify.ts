import { streamEventSchema } from '../lib/domain/steps/stream-records.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('notify', () => stepDoor('notify', streamEventSchema));
