import { describe, expect, test } from 'vitest';
import { found, rowsOf, told, verdict } from './data-gate-samples.ts';

const leads = { positiveClass: 'booked', labels: ['booked', 'ghosted', 'qualified'] };
const labelled = (others: Readonly<Record<number, string>>) =>
  rowsOf(100, (index) => ({ label: others[index] ?? (index % 2 === 0 ? 'booked' : 'ghosted') }));

describe('the labels booked, ghosted and qualified (S0-33)', () => {
  test.each([
    [{}, []],
    [{ 3: 'qualified' }, []],
    [{ 3: 'Qualified' }, ['UnknownLabel stop']],
    [{ 3: 'lost', 4: 'lost' }, ['UnknownLabel stop']],
  ])('are all that a training takes, with %j besides: %j', (others, expected) => {
    expect(told({ rows: labelled(others) }, leads)).toEqual(expected);
  });

  test('of which one is missing are named with their number and the remedy', () => {
    expect(verdict({ rows: labelled({ 3: 'won', 4: 'lost', 5: 'won' }) }, leads)).toMatchObject({
      decision: 'skip',
      code: 'UnknownLabel',
      reason:
        '3 of 100 outcomes have a label that the definition does not list, such as "lost": add it to labels, or use a window without them',
      findings: [{ value: 3, threshold: 0, n: 100 }],
    });
  });

  test('are not only positives (S0-28)', () => {
    expect(told({ rows: rowsOf(100, () => ({ label: 'booked' })) }, leads)).toEqual(['SingleClass stop']);
    expect(told({ rows: rowsOf(100, () => ({ label: 'ghosted' })) }, leads)).toEqual(['SingleClass stop']);
    expect(told({ rows: labelled({}) }, leads)).toEqual([]);
  });
});

test('a definition without labels takes all of them', () => {
  expect(told({ rows: rowsOf(100, (index) => ({ label: `label ${index}` })) }, { positiveClass: 'label 5' })).toEqual(
    [],
  );
});

test('of a model with classes they are its labels', () => {
  const fields = { positiveClass: undefined, classes: ['a', 'b'] };
  const rows = rowsOf(100, (index) => ({ label: ['a', 'b', 'c'][index % 3] ?? 'a' }));

  const [finding] = found({ rows }, fields);

  expect(finding).toMatchObject({ code: 'UnknownLabel', value: 33 });
  expect(finding?.reason).toContain('add it to classes');
});

test('one class counts its kinds, and of no rows there are none', () => {
  expect(found({ rows: rowsOf(100, () => ({ label: 'yes' })) })).toMatchObject([{ value: 1, threshold: 2, n: 100 }]);
  expect(found({ rows: [] }).at(-1)).toMatchObject({
    code: 'SingleClass',
    reason: expect.stringMatching(/^no outcome is in the window/),
    value: 0,
  });
});
