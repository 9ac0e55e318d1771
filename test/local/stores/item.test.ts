import { expect, test } from 'vitest';
import { isSameItem, isStoredAsSent, keyOf, keyText } from '../../../lib/local/stores/item.ts';

test.each(['0', '-1', '10', '1.5', '-0.25', '12345678901234567890'])('%s is stored as it was sent', (N) => {
  expect(isStoredAsSent({ a: { N } })).toBe(true);
});

test.each(['1.0', '007', '1e3', '+1', '.5', '1.50', '-'])('%s is stored in another form', (N) => {
  expect(isStoredAsSent({ a: { N } })).toBe(false);
  expect(isStoredAsSent({ a: { L: [{ M: { b: { NS: ['1', N] } } }] } })).toBe(false);
});

test('texts, flags and nothing are stored as they were sent', () => {
  expect(isStoredAsSent({ a: { S: '1.0' }, b: { BOOL: true }, c: { NULL: true }, N: { SS: ['1.0'] } })).toBe(true);
});

test('the key of an item is what its table says', () => {
  const item = { sk: { S: '1' }, pk: { S: 'a' }, v: { N: '1' } };

  expect(keyOf(item, ['pk', 'sk'])).toEqual({ pk: { S: 'a' }, sk: { S: '1' } });
  expect(keyOf(item, ['pk', 'missing'])).toEqual({ pk: { S: 'a' } });
});

test('the order of attributes plays no part', () => {
  const [one, other] = [
    { pk: { S: 'a' }, sk: { S: '1' } },
    { sk: { S: '1' }, pk: { S: 'a' } },
  ];

  expect(keyText(one)).toBe(keyText(other));
  expect(isSameItem(one, other)).toBe(true);
  expect(isSameItem(one, { pk: { S: 'a' } })).toBe(false);
});
