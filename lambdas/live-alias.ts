import { liveAliasRequestSchema } from '../lib/domain/steps/custom-resources.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('live-alias', () => stepDoor('live-alias', liveAliasRequestSchema));
