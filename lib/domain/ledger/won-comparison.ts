import type { EventOf, LedgerEvent } from './ledger-event.ts';
import { sameModel } from './release.ts';

type Released = Pick<EventOf<'lease-acquired'>, 'modelVersion' | 'modelSha256'>;
type Comparison = Extract<EventOf<'lease-acquired'>['grounds'], { kind: 'comparison' }>;

/** Whether an event registered this very model with the verdict that a release of it rests on. */
export function isWonComparison(
  event: LedgerEvent | undefined,
  released: Released,
  { verdict }: Pick<Comparison, 'verdict'>,
): boolean {
  return event?.type === 'registered' && event.verdict === verdict && sameModel(event, released);
}
