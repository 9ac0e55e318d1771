import { describe, expect, test } from 'vitest';
import { type DecisionRecord, decisionKey } from '../../lib/domain/decision-records/decision-record.ts';
import { DecisionBroken, DecisionConflict } from '../../lib/domain/ports/adapter-errors.ts';
import type { DecisionRecords } from '../../lib/domain/ports/decision-records.ts';

export interface DecisionRecordsSetUp {
  readonly records: DecisionRecords;
  /** Puts another text under a key, behind the adapter's back. */
  spoil(key: string, text: string): Promise<void>;
}

export const sampleDecision = (details: Partial<DecisionRecord> = {}): DecisionRecord => ({
  schema: 'ratchet.decision/1',
  decision: 'gate',
  modelName: 'churn',
  execution: { arn: 'arn:aws:states:e:1:execution:retrain:monday', name: 'monday', startedAt: '2026-01-05T00:00:00Z' },
  at: '2026-01-05T00:00:00.000Z',
  question: { gain: 0.02 },
  verdict: { verdict: 'promote' },
  ...details,
});

const tuesday = { ...sampleDecision().execution, name: 'tuesday' };

/** What every store of decisions promises. */
export function decisionRecordsContract(name: string, setUp: () => Promise<DecisionRecordsSetUp>): void {
  describe(name, () => {
    test('what an execution decided comes back, and nothing else', async () => {
      const { records } = await setUp();
      const decisions = [sampleDecision(), sampleDecision({ decision: 'trigger', question: { paused: false } })];
      for (const decision of decisions) await records.write(decision);
      await records.write(sampleDecision({ execution: tuesday }));
      await records.write(sampleDecision({ execution: { ...tuesday, name: 'monday-2' } }));
      await records.write(sampleDecision({ modelName: 'other' }));

      const listed = await records.list('churn', 'monday');

      expect(listed).toHaveLength(2);
      expect(listed).toEqual(expect.arrayContaining(decisions));
    });

    test('nothing was decided by an execution that there never was', async () => {
      const { records } = await setUp();

      expect(await records.list('churn', 'never')).toEqual([]);
    });

    test('the same record again is harmless', async () => {
      const { records } = await setUp();
      await records.write(sampleDecision());
      await records.write(sampleDecision());

      expect(await records.list('churn', 'monday')).toEqual([sampleDecision()]);
    });

    test('another answer to the same question is refused, and the first one stays', async () => {
      const { records } = await setUp();
      await records.write(sampleDecision());

      await expect(records.write(sampleDecision({ verdict: { verdict: 'reject' } }))).rejects.toThrow(DecisionConflict);
      expect(await records.list('churn', 'monday')).toEqual([sampleDecision()]);
    });

    test('another question is a record of its own', async () => {
      const { records } = await setUp();
      await records.write(sampleDecision());
      await records.write(sampleDecision({ question: { gain: 0.03 } }));

      expect(await records.list('churn', 'monday')).toHaveLength(2);
    });

    test.each([
      ['no JSON', '{"schema":'],
      ['no record', '{"schema":"ratchet.decision/2"}'],
      ['a record of another question', JSON.stringify(sampleDecision({ question: { gain: 0.01 } }))],
      ['a record of another execution', JSON.stringify(sampleDecision({ execution: tuesday }))],
    ])('nobody takes %s for a record', async (_, text) => {
      const { records, spoil } = await setUp();
      await records.write(sampleDecision());
      await spoil(decisionKey(sampleDecision()), text);

      await expect(records.list('churn', 'monday')).rejects.toThrow(DecisionBroken);
    });
  });
}
