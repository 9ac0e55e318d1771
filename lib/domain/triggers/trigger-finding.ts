import type { TriggerName } from '../definition/trigger-settings.ts';
import type { EventOf } from '../ledger/ledger-event.ts';

/** What one trigger has to say, each for itself (S2-06). */
export interface TriggerFinding {
  readonly fire: boolean;
  readonly type: TriggerName;
  /** `WAITING`: it holds, but not for long enough; `NO_EVIDENCE` is neither a yes nor a no. */
  readonly code: 'FIRED' | 'WAITING' | 'QUIET' | 'NO_EVIDENCE';
  /** One sentence with the numbers. */
  readonly reason: string;
  readonly evidence: EventOf<'skipped'>['evidence'];
}
