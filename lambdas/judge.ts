import { judgeInputSchema } from '../lib/domain/judge.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('judge', () => stepDoor('judge', judgeInputSchema));
