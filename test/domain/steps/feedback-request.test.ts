import { expect, test } from 'vitest';
import { InvalidInput } from '../../../lib/domain/errors.ts';
import { readOutcomes, refusal } from '../../../lib/domain/steps/feedback-request.ts';

const right = { id: 'a', time: '2026-01-05T10:00:00Z', label: 'yes' };
const read = (outcomes: unknown) => readOutcomes(JSON.stringify({ outcomes }));

test('outcomes come as they were sent', () => {
  expect(read([right, { ...right, id: 'b', predictionId: 'p', features: { age: 1 } }])).toEqual({
    outcomes: [right, { ...right, id: 'b', predictionId: 'p', features: { age: 1 } }],
    malformed: [],
  });
});

test('a malformed one is named by its id, or by its place, and does not hold up the others', () => {
  const { outcomes, malformed } = read([{ ...right, label: null }, right, 7, { ...right, id: 3 }, null]);

  expect(outcomes).toEqual([right]);
  expect(malformed.map(({ id }) => id)).toEqual(['a', 'outcomes[2]', 'outcomes[3]', 'outcomes[4]']);
  expect(malformed[0]?.reason).toMatch(/^'label' should .* got null$/);
});

test('a body without one well-formed outcome is refused as a whole, with every wrong field', () => {
  const all = () => read([{ ...right, time: 'today' }, { id: 'b' }]);

  expect(all).toThrow(InvalidInput);
  expect(all).toThrow(/outcomes\[0\]\.time[\s\S]*outcomes\[1\]\.time[\s\S]*outcomes\[1\]\.label/);
});

test.each([
  ['nothing', ''],
  ['no outcomes', '{"outcomes":[]}'],
  ['no list', '{"outcomes":{}}'],
  ['an unknown field', JSON.stringify({ outcomes: [right], more: 1 })],
  ['more than a thousand', JSON.stringify({ outcomes: Array.from({ length: 1001 }, () => right) })],
])('a body with %s is refused', (_, text) => {
  expect(() => readOutcomes(text)).toThrow(InvalidInput);
});

test('a thousand are taken', () => {
  expect(read(Array.from({ length: 1000 }, () => right)).outcomes).toHaveLength(1000);
});

test.each([
  [480, 499, 'y'],
  [481, 500, 'y'],
  [482, 500, '…'],
  [100_000, 500, '…'],
])('a reason about a value of %i characters has %i and ends with %s', (length, expected, end) => {
  // 19 characters stand before the value
  const { reason } = refusal('a', [{ path: 'x', expected: 'should be', got: 'y'.repeat(length) }]);

  expect(reason).toHaveLength(expected);
  expect(reason.at(-1)).toBe(end);
});
