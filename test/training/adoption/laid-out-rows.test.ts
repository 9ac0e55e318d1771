import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laidOutRows } from '../../../lib/training/adoption/laid-out-rows.ts';
import { splitOutcomes } from '../../../lib/training/row-parts.ts';
import { partOf } from '../../../lib/training/split.ts';
import { binary, plans, taskOf, threeClasses } from './adoption-samples.ts';

const cells = (content: Uint8Array) =>
  new TextDecoder()
    .decode(content)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

const laidOut = laidOutRows(taskOf(binary), 'stays');
const { parts } = splitOutcomes(taskOf(binary));

describe.each(['train', 'validation'] as const)('the file of %s rows', (name) => {
  const [header, ...rows] = cells(laidOut[name].content);
  const part = parts[name];

  test('has a header, the label first', () => {
    expect(header).toEqual(['stays', 'age', 'visits', 'plan']);
  });

  test('has every row of the part, and none of another', () => {
    expect(laidOut[name].rows).toBe(part.ids.length);
    expect(rows).toHaveLength(part.ids.length);
    expect(part.ids.every((id) => partOf(id) === name)).toBe(true);
  });

  test('has numbers only: 1 for the positive class, the number of a level, nothing where it is missing', () => {
    const [ages, visits, chosen] = part.table.columns;
    if (ages?.kind !== 'numeric' || visits?.kind !== 'numeric' || chosen?.kind !== 'categorical') expect.unreachable();
    const text = (value = Number.NaN) => (Number.isNaN(value) ? '' : String(value));
    expect(rows).toEqual(
      part.labels.map((label, row) => [
        String(Number(label === 'yes')),
        text(ages.values[row]),
        text(visits.values[row]),
        String(plans.indexOf(chosen.levels[chosen.codes[row] ?? -1] ?? '')),
      ]),
    );
  });
});

test('the columns say what they are, and what the numbers of levels stand for', () => {
  expect(laidOut.features).toEqual([
    { name: 'age', kind: 'numeric' },
    { name: 'visits', kind: 'numeric' },
    { name: 'plan', kind: 'categorical', levels: plans },
  ]);
});

test('of several classes the label is the number of the class', () => {
  const [, ...rows] = cells(laidOutRows(taskOf(threeClasses), 'share').train.content);

  expect(new Set(rows.map(([label]) => label))).toEqual(new Set(['0', '1', '2']));
});

test('every number reads back as the float32 that it was', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const task = taskOf(binary);
      const [ages] = task.table.columns;
      if (ages?.kind !== 'numeric') expect.unreachable();
      ages.values.fill(value, 0, 150);
      const [, ...rows] = cells(laidOutRows(task, 'stays').train.content);

      expect(Math.fround(Number(rows[0]?.[1]))).toBe(Math.fround(value));
    }),
    { numRuns: 50 },
  );
});

test('rows that teach nothing are not laid out', () => {
  expect(() => laidOutRows(taskOf(binary, 5), 'stays')).toThrow(/at least 10 rows/);
});
