import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probationQuestionSchema } from '../../../lib/domain/canary/probation-question.ts';
import { arm } from './canary-samples.ts';
import { probationOf, someProbation } from './probation-samples.ts';

const sound = probationOf([
  [60, 1],
  [60, 2],
]);
const [first, second] = sound.minutes;

test('a question with whatever minutes are there is sound, and JSON keeps it', () => {
  fc.assert(
    fc.property(someProbation, (asked) => {
      expect(probationQuestionSchema.parse(JSON.parse(JSON.stringify(asked)))).toEqual(asked);
    }),
  );
});

test.each([
  ['a minute twice', { minutes: [first, first] }, 'minutes', /every minute once, oldest first/],
  ['minutes in another order', { minutes: [second, first] }, 'minutes', /every minute once, oldest first/],
  ['a negative count', { minutes: [{ ...first, champion: arm(1, -1) }] }, 'minutes.0.champion.bad', /./],
  ['a count that is none', { minutes: [{ ...first, champion: arm(Number.NaN) }] }, 'minutes.0.champion.requests', /./],
  ['a period that is negative', { seconds: -1 }, 'seconds', /./],
  ['a beginning without milliseconds', { since: '2026-01-05T00:00:00Z' }, 'since', /./],
  ['a limit above 1', { limits: { ...sound.limits, maximumErrorRate: 1.1 } }, 'limits.maximumErrorRate', /./],
  ['a variation that is negative', { background: { share: 0, variation: -1 } }, 'background.variation', /./],
])('%s is refused by name', (_, change, path, message) => {
  const { error } = probationQuestionSchema.safeParse({ ...sound, ...change });

  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  expect(error?.message).toMatch(message);
});
