import { expect, test } from 'vitest';
import { paired } from '../../bench/gate/paired-trial.ts';

const population = { rows: 400, auc: 0.8, gain: 0.01, prevalence: 0.2, correlation: 0.9 };

function promotions(details: Partial<typeof population>, comparisons = 60) {
  const verdicts = Array.from({ length: comparisons }, (_, repetition) =>
    paired({ ...population, ...details }, repetition),
  );
  return {
    gate: verdicts.filter(({ gate }) => gate).length,
    threshold: verdicts.filter(({ threshold }) => threshold).length,
    /** The gate may only take back. */
    added: verdicts.filter(({ gate, threshold }) => gate && !threshold).length,
  };
}

test('a comparison depends on nothing but its number', () => {
  expect(promotions({}, 5)).toEqual(promotions({}, 5));
});

test('the gate promotes nothing that the threshold would not', () => {
  for (const gain of [-0.01, 0, 0.02]) expect(promotions({ gain }).added).toBe(0);
});

test('an equal model is promoted less often by the gate than by the threshold', () => {
  const { gate, threshold } = promotions({ gain: 0 });
  expect(gate).toBeLessThanOrEqual(7);
  expect(threshold).toBeGreaterThan(gate);
});

test('a larger true gain is found more often, and by both', () => {
  const [none, some] = [promotions({ gain: 0 }), promotions({ gain: 0.04 })];
  expect(some.gate).toBeGreaterThan(none.gate + 20);
  expect(some.threshold).toBeGreaterThan(50);
});

test('more correlated scores show the same gain more surely', () => {
  expect(promotions({ gain: 0.02, correlation: 0.99 }).gate).toBeGreaterThan(
    promotions({ gain: 0.02, correlation: 0.5 }).gate,
  );
});
