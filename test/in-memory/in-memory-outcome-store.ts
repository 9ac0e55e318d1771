import { type StoredOutcome, storedOutcomeSchema } from '../../lib/domain/artifacts/outcome.ts';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import type { OutcomeStore } from '../../lib/domain/ports/outcome-store.ts';

export interface InMemoryOutcomeStore extends OutcomeStore {
  /** All that is stored, in the order in which it was put. */
  outcomes(): StoredOutcome[];
  /** Days that the outcome of an id is kept. */
  keptDays(id: string): number | undefined;
}

export function inMemoryOutcomeStore(): InMemoryOutcomeStore {
  const stored = new Map<string, { readonly text: string; readonly keepDays: number }>();
  return {
    outcomes: () => [...stored.values()].map(({ text }) => storedOutcomeSchema.parse(JSON.parse(text))),
    keptDays: (id) => stored.get(id)?.keepDays,
    async put(outcome, keepDays) {
      if (stored.has(outcome.id)) return false;
      stored.set(outcome.id, { text: canonicalJson(outcome), keepDays });
      return true;
    },
  };
}
