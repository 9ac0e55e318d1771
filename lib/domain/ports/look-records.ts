import type { DecidedLook } from '../protocol/record-look.ts';

/** Where looks at a champion are kept that have led to an entry. */
export interface LookRecords {
  /** Never throws: whatever the look has decided is done already, and stands. */
  keep(look: DecidedLook): Promise<void>;
}
