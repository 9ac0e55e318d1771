import { type PredictionStore, predictionRecordSchema } from '../../lib/domain/ports/outcome-store.ts';

export interface InMemoryPredictionStore extends PredictionStore {
  readonly ids: () => string[];
  /** Days that the record of an id is kept. */
  keptDays(predictionId: string): number | undefined;
}

/** Prediction records that live as long as the test, as text, so that nobody can change one that was put. */
export function inMemoryPredictionStore(): InMemoryPredictionStore {
  const stored = new Map<string, { readonly text: string; readonly keepDays: number }>();
  return {
    ids: () => [...stored.keys()],
    keptDays: (predictionId) => stored.get(predictionId)?.keepDays,
    async put(record, keepDays) {
      stored.set(record.predictionId, { text: JSON.stringify(record), keepDays });
    },
    async *records() {
      for (const { text } of stored.values()) yield predictionRecordSchema.parse(JSON.parse(text));
    },
    async read(predictionId) {
      const text = stored.get(predictionId)?.text;
      return text === undefined ? null : predictionRecordSchema.parse(JSON.parse(text));
    },
  };
}
