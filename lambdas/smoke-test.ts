import { lambdaHandler } from './lambda-handler.ts';
import { unavailableStep } from './unavailable-step.ts';

export const handler = lambdaHandler('smoke-test', () => unavailableStep('smoke-test'));
