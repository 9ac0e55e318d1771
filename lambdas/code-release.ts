import { codeReleaseRequestSchema } from '../lib/domain/steps/custom-resources.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('code-release', () => stepDoor('code-release', codeReleaseRequestSchema));
