import { reconcileEventSchema } from '../lib/domain/steps/reconcile.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('reconcile', () => stepDoor('reconcile', reconcileEventSchema));
