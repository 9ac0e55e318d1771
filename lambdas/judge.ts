import { judgeInputSchema } from '../lib/domain/steps/judge.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('judge', () => stepDoor('judge', judgeInputSchema));
