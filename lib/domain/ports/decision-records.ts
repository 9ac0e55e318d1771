import type { DecisionRecord } from '../decision-records/decision-record.ts';

/** Decisions of executions, each with everything that it rests on. */
export interface DecisionRecords {
  /** Stores a record once; the same one again is harmless. Throws `DecisionConflict` where another one is there. */
  write(record: DecisionRecord): Promise<void>;
  /**
   * Those of one execution, in the order in which they were written; none where nothing was decided. Throws
   * `DecisionBroken` for what is no record.
   */
  list(modelName: string, executionName: string): Promise<DecisionRecord[]>;
}
