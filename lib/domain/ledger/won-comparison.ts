import type { EventOf, LedgerEvent } from './ledger-event.ts';
import { sameModel } from './release.ts';

type Registration = EventOf<'registered'>;

/** Whether an event registered this very model with the verdict that a release of it rests on. */
export function isWonComparison(
  event: LedgerEvent | undefined,
  model: Pick<Registration, 'modelVersion' | 'modelSha256'>,
  verdict: Registration['verdict'],
): boolean {
  return event?.type === 'registered' && event.verdict === verdict && sameModel(event, model);
}
