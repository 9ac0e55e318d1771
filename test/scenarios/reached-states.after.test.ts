import { expect, test } from 'vitest';
import { machines, missedBy } from './scenario-coverage.ts';

test.each(machines)('every state, Choice branch and Catch of %s was reached by some scenario', (machine) => {
  expect(missedBy(machine)).toEqual([]);
});
