import { createConclude } from '../../lambdas/conclude.ts';
import type { LedgerEvent } from '../../lib/domain/ledger/ledger-event.ts';
import { concludeOutputSchema } from '../../lib/domain/steps/conclude.ts';
import type { StepInput } from '../../lib/domain/steps/step-contracts.ts';
import { bootstrapped, inTurn, MODEL, minute, RETRAIN } from '../domain/ledger/ledger-samples.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';
import { filledLedger } from '../in-memory/filled-ledger.ts';

export const execution = { arn: RETRAIN, name: 'monday', startedAt: minute(0) };

/** The step on a ledger with these events, half an hour after the first. */
export async function setUp(events: readonly LedgerEvent[] = [bootstrapped()]) {
  const ledger = await filledLedger(inTurn(events));
  const clock = fakeClock(minute(30));
  const step = createConclude({ ledger, clock, modelName: MODEL });
  const conclude = async (input: StepInput<'conclude'>) => concludeOutputSchema.parse(await step(input));
  return { ledger, clock, conclude };
}
