import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { decisionFolder, decisionKey, parseDecision } from '../../lib/domain/decision-records/decision-record.ts';
import { DecisionConflict } from '../../lib/domain/ports/adapter-errors.ts';
import type { DecisionRecords } from '../../lib/domain/ports/decision-records.ts';

export interface InMemoryDecisionRecords extends DecisionRecords {
  /** The text under each key, for tests to spoil. */
  readonly objects: Map<string, string>;
}

/** Decisions that live as long as the test. */
export function inMemoryDecisionRecords(): InMemoryDecisionRecords {
  const objects = new Map<string, string>();
  return {
    objects,
    async write(record) {
      const [key, text] = [decisionKey(record), canonicalJson(record)];
      const known = objects.get(key);
      if (known !== undefined && known !== text) throw new DecisionConflict(`${key} has another answer`);
      objects.set(key, text);
    },
    async list(modelName, executionName) {
      const folder = decisionFolder(modelName, executionName);
      const found = [...objects].filter(([key]) => key.startsWith(folder));
      return found.map(([key, text]) => parseDecision(new TextEncoder().encode(text), key));
    },
  };
}
