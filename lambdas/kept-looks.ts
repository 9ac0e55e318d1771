import type { FailureLog } from '../lib/domain/ports/failure-log.ts';
import type { LookRecords } from '../lib/domain/ports/look-records.ts';
import { type LookPorts, recordLook } from '../lib/domain/protocol/record-look.ts';

/**
 * Records of looks at a champion. They are written once the traffic has moved, and one that cannot be written is told in
 * the log and nowhere else: a store that is slow, full or gone never delays a rollback and never keeps it from happening.
 */
export function keptLooks(ports: LookPorts, failures: FailureLog): LookRecords {
  return {
    keep: (look) => recordLook(ports, look).catch((error) => failures.record('look_record_failed', error)),
  };
}
