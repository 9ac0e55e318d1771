import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import type { OutcomeStore } from '../../lib/domain/ports/outcome-store.ts';
import { sampleOutcome } from './sample-outcome.ts';

export interface OutcomeStoreSetUp {
  readonly store: OutcomeStore;
  /** All that is stored. */
  outcomes(): Promise<StoredOutcome[]>;
}

/** What every store of outcomes promises. */
export function outcomeStoreContract(name: string, setUp: () => Promise<OutcomeStoreSetUp>): void {
  describe(name, () => {
    test('an outcome is stored as it was put', async () => {
      const { store, outcomes } = await setUp();
      const prediction = { id: 'p-1', modelVersion: '1.2.0', functionVersion: '7', score: 0.1 + 0.2 };
      const outcome = sampleOutcome('a', { prediction, features: { 'días "x"': null, age: 1e-7 } });

      expect(await store.put(outcome, 180)).toBe(true);

      expect(await outcomes()).toEqual([outcome]);
    });

    test('a second outcome of one id is a duplicate, whatever it says, and the first one stays (C-6)', async () => {
      const { store, outcomes } = await setUp();
      await store.put(sampleOutcome('a', { label: 'yes' }), 180);

      expect(await store.put(sampleOutcome('a', { label: 'yes' }), 180)).toBe(false);
      expect(await store.put(sampleOutcome('a', { label: 'no' }), 180)).toBe(false);

      expect(await outcomes()).toEqual([sampleOutcome('a', { label: 'yes' })]);
    });

    test('of several at once with one id exactly one is stored', async () => {
      const { store, outcomes } = await setUp();

      const answers = await Promise.all(
        ['1', '2', '3', '4'].map((label) => store.put(sampleOutcome('a', { label }), 7)),
      );

      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await outcomes()).toHaveLength(1);
    });

    test('other ids are other outcomes', async () => {
      const { store, outcomes } = await setUp();

      expect(await store.put(sampleOutcome('a'), 180)).toBe(true);
      expect(await store.put(sampleOutcome('A'), 180)).toBe(true);
      expect(await store.put(sampleOutcome('a '), 180)).toBe(true);

      expect(await outcomes()).toHaveLength(3);
    });
  });
}
