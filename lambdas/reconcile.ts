import { reconcileEventSchema } from '../lib/domain/reconcile.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { stepDoor } from './step-door.ts';

export const handler = lambdaHandler('reconcile', () => stepDoor('reconcile', reconcileEventSchema));
