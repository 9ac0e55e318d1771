import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/local/events/bus-event.ts';
import { compilePattern } from '../../../lib/local/events/event-pattern.ts';

const event: JsonObject = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: ['arn:aws:x:alarm:one', 'arn:aws:x:alarm:two'],
  detail: {
    alarmName: 'churn-error-rate',
    state: { value: 'ALARM' },
    count: 5,
    nothing: null,
    open: true,
    empty: [],
    steps: [
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ],
  },
};

const fits = (pattern: unknown) => compilePattern(pattern)(event);
const detail = (part: unknown) => fits({ detail: part });

describe('an event pattern', () => {
  test('asks for every member it names, and for any of the values it lists', () => {
    expect(fits({ source: ['aws.states', 'aws.cloudwatch'] })).toBe(true);
    expect(fits({ source: ['aws.states'] })).toBe(false);
    expect(fits({ source: ['aws.cloudwatch'], detail: { state: { value: ['OK'] } } })).toBe(false);
    expect(fits({ source: ['aws.cloudwatch'], detail: { state: { value: ['OK', 'ALARM'] } } })).toBe(true);
  });

  test('compares numbers, booleans and null as they are', () => {
    expect(detail({ count: [5] })).toBe(true);
    expect(detail({ count: ['5'] })).toBe(false);
    expect(detail({ open: [true] })).toBe(true);
    expect(detail({ open: ['true'] })).toBe(false);
    expect(detail({ nothing: [null] })).toBe(true);
    expect(detail({ missing: [null] })).toBe(false);
  });

  test('fits a list when one of its values fits', () => {
    expect(fits({ resources: ['arn:aws:x:alarm:two'] })).toBe(true);
    expect(fits({ resources: [{ suffix: ':one' }] })).toBe(true);
    expect(fits({ resources: ['arn:aws:x:alarm:three'] })).toBe(false);
    expect(detail({ steps: { name: ['b'] } })).toBe(true);
    expect(detail({ steps: { name: ['b'], n: [2] } })).toBe(true);
    expect(detail({ steps: { name: ['c'] } })).toBe(false);
  });

  test('fits nothing below a member that is no object', () => {
    expect(detail({ alarmName: { inner: ['x'] } })).toBe(false);
    expect(detail({ missing: { inner: ['x'] } })).toBe(false);
    expect(detail({ state: ['ALARM'] })).toBe(false);
  });

  test.each<[unknown, boolean]>([
    [{ prefix: 'churn-' }, true],
    [{ prefix: 'fraud-' }, false],
    [{ suffix: '-rate' }, true],
    [{ suffix: 'churn' }, false],
    [{ 'anything-but': 'churn-page' }, true],
    [{ 'anything-but': ['churn-page', 'churn-error-rate'] }, false],
    [{ 'anything-but': { prefix: 'churn' } }, false],
    [{ 'anything-but': { prefix: 'fraud' } }, true],
    [{ exists: true }, true],
    [{ exists: false }, false],
  ])('of a text by %o: %s', (operator, expected) => {
    expect(detail({ alarmName: [operator] })).toBe(expected);
  });

  test.each<[readonly unknown[], boolean]>([
    [['=', 5], true],
    [['>', 4, '<=', 5], true],
    [['>=', 5, '<', 6], true],
    [['<', 5], false],
    [['>', 5], false],
    [['>', 1, '<', 5], false],
  ])('of a number by numeric %o: %s', (numeric, expected) => {
    expect(detail({ count: [{ numeric }] })).toBe(expected);
  });

  test('an operator on something else does not fit', () => {
    expect(detail({ count: [{ prefix: '5' }] })).toBe(false);
    expect(detail({ alarmName: [{ numeric: ['>', 0] }] })).toBe(false);
    expect(detail({ missing: [{ 'anything-but': 'x' }] })).toBe(false);
    expect(detail({ count: [{ 'anything-but': [4] }] })).toBe(true);
  });

  test('only leaves exist', () => {
    expect(detail({ missing: [{ exists: false }] })).toBe(true);
    expect(detail({ missing: [{ exists: true }] })).toBe(false);
    expect(detail({ state: [{ exists: true }] })).toBe(false);
    expect(detail({ nothing: [{ exists: true }] })).toBe(true);
    expect(detail({ steps: { n: [{ exists: true }] } })).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'should be an object'],
    ['an empty object', {}, 'should be an object with members'],
    ['a value that is no list', { source: 'aws.states' }, 'the event pattern.source should be an object'],
    ['an empty list', { source: [] }, 'should name at least one value'],
    ['a list in a list', { source: [['a']] }, 'a list within a list'],
    ['wildcard', { source: [{ wildcard: 'a*' }] }, 'the event pattern.source: the operator {"wildcard":"a*"}'],
    ['equals-ignore-case', { source: [{ 'equals-ignore-case': 'a' }] }, 'is not simulated'],
    ['cidr', { source: [{ cidr: '10.0.0.0/8' }] }, 'is not simulated'],
    ['$or', { $or: [{ source: ['a'] }] }, '$or is not simulated'],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }, 'is not simulated'],
    ['a prefix that is no text', { source: [{ prefix: { 'equals-ignore-case': 'a' } }] }, 'is not simulated'],
    ['anything-but a suffix', { source: [{ 'anything-but': { suffix: 'a' } }] }, 'is not simulated'],
    ['anything-but two things', { source: [{ 'anything-but': { prefix: 'a', suffix: 'b' } }] }, 'is not simulated'],
    ['anything-but a text or null', { source: [{ 'anything-but': ['a', null] }] }, 'texts or numbers'],
    ['anything-but null', { source: [{ 'anything-but': [null] }] }, 'texts or numbers'],
    ['numeric of three', { source: [{ numeric: ['>', 1, '<'] }] }, 'one or two bounds'],
    ['numeric with another sign', { source: [{ numeric: ['!=', 1] }] }, 'is not simulated'],
    ['exists of a text', { source: [{ exists: 'yes' }] }, 'true or false'],
  ])('is refused with %s', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
