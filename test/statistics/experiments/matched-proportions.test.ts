import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchedProportions } from '../../../lib/statistics/experiments/matched-proportions.ts';

const of = (successes: number, total: number) => ({ successes, total });
const proportion = fc
  .record({ total: fc.nat(50), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ total, share }) => of(Math.round(total * share), total));
const strata = fc.array(fc.record({ control: proportion, variant: proportion }), { maxLength: 20 });

test('arms that are spread alike are their plain sums', () => {
  const matched = matchedProportions([
    { control: of(90, 100), variant: of(8, 10) },
    { control: of(150, 200), variant: of(20, 20) },
  ]);

  expect(matched?.control.total).toBeCloseTo(300, 9);
  expect(matched?.control.successes).toBeCloseTo(240, 9);
  expect(matched?.variant.total).toBeCloseTo(30, 9);
  expect(matched?.variant.successes).toBeCloseTo(28, 9);
});

test('what hits both arms in one stratum makes no difference, however they are spread', () => {
  const matched = matchedProportions([
    { control: of(891, 990), variant: of(9, 10) },
    { control: of(250, 500), variant: of(250, 500) },
  ]);
  const rateOf = ({ successes, total }: { successes: number; total: number }) => successes / total;

  expect(matched && rateOf(matched.control)).toBeCloseTo(rateOf(matched?.variant ?? of(0, 1)), 12);
});

test('the difference is that of Mantel and Haenszel', () => {
  // weights 90 * 10 / 100 = 9 and 50 * 50 / 100 = 25
  const matched = matchedProportions([
    { control: of(81, 90), variant: of(8, 10) },
    { control: of(40, 50), variant: of(30, 50) },
  ]);
  const difference = (9 * (0.9 - 0.8) + 25 * (0.8 - 0.6)) / 34;

  expect(matched).not.toBeNull();
  const { control, variant } = matched ?? { control: of(0, 1), variant: of(0, 1) };
  expect(control.successes / control.total - variant.successes / variant.total).toBeCloseTo(difference, 12);
  expect(control.total).toBeCloseTo(34 ** 2 / (81 / 90 + 625 / 50), 9);
});

test('strata of one arm say nothing', () => {
  const both = { control: of(1, 2), variant: of(2, 3) };
  expect(matchedProportions([{ control: of(1, 2), variant: of(0, 0) }])).toBeNull();
  expect(matchedProportions([{ control: of(0, 0), variant: of(3, 5) }, both])).toEqual(matchedProportions([both]));
});

test('there are never more successes than units, nor more units than came', () => {
  fc.assert(
    fc.property(strata, (given) => {
      const matched = matchedProportions(given);
      for (const arm of ['control', 'variant'] as const) {
        if (matched === null) continue;
        const { successes, total } = matched[arm];
        expect(successes).toBeLessThanOrEqual(total);
        expect(successes).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(given.reduce((sum, one) => sum + one[arm].total, 0) + 1e-9);
      }
    }),
  );
});
