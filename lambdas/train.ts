import { lambdaHandler } from './lambda-handler.ts';
import { unavailableStep } from './unavailable-step.ts';

export const handler = lambdaHandler('train', () => unavailableStep('train'));
