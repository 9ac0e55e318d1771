import { dynamoDb } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { conclusionAnswer, conclusionEvent, isConclusion } from '../lib/domain/decisions/conclusion.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import { recordOnce } from '../lib/domain/ledger/record-once.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import { isScheduleSwitch, switchSchedules } from '../lib/domain/protocol/switch-schedules.ts';
import type { ConcludeOutput } from '../lib/domain/steps/conclude.ts';
import type { StepInput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';

export interface ConcludePorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly modelName: string;
}

/** Records what an execution came to, once: a second attempt answers what the first one recorded. */
export function createConclude({ ledger, clock, modelName }: ConcludePorts) {
  return async (input: StepInput<'conclude'>): Promise<ConcludeOutput> => {
    if (isScheduleSwitch(input)) return switchSchedules(ledger, clock, modelName, input);
    const entry = await recordOnce(ledger, clock, modelName, {
      execution: input.execution,
      eventAt: (at) => conclusionEvent(input, at),
      isSame: isConclusion,
    });
    return conclusionAnswer(entry, input.code);
  };
}

export const handler = lambdaHandler('conclude', (environment) =>
  createConclude({
    ledger: dynamoDbLedger(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    clock: systemClock,
    modelName: environment.MODEL_NAME,
  }),
);
