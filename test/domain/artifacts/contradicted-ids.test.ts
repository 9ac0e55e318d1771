import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contradictedIds } from '../../../lib/domain/artifacts/contradicted-ids.ts';
import { sampleOutcome } from './artifact-samples.ts';

const later = '2026-01-03T01:00:00.000Z';

test('an outcome that comes again as it is contradicts nothing, whenever it arrives', () => {
  const one = sampleOutcome('a');

  expect(contradictedIds([one, one, { ...one, receivedAt: later }, sampleOutcome('b')])).toBe(0);
});

test.each([
  ['label', { label: 'no' }],
  ['feature', { features: { age: 41, job: 'clerk' } }],
  ['feature that is missing', { features: { age: 40 } }],
  ['time', { time: '2026-01-02T00:00:00.001Z' }],
])('another %s under the same id does', (_, details) => {
  expect(contradictedIds([sampleOutcome('a'), sampleOutcome('a', details), sampleOutcome('b')])).toBe(1);
});

test('each id counts once, in whatever order its outcomes come', () => {
  const outcome = fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('yes', 'no'))
    .map(([id, label]) => sampleOutcome(id, { label }));
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 12 }), (outcomes) => {
      const labels = new Map<string, Set<string>>();
      for (const { id, label } of outcomes) labels.set(id, (labels.get(id) ?? new Set()).add(label));
      const several = [...labels.values()].filter(({ size }) => size > 1).length;

      expect(contradictedIds(outcomes)).toBe(several);
      expect(contradictedIds(outcomes.toReversed())).toBe(several);
    }),
  );
});
