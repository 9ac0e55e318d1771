import type { TriggerFinding } from '../triggers/trigger-finding.ts';

/** Where a step tells what it found, whatever comes of it. */
export interface FindingLog {
  record(finding: TriggerFinding): void;
}
