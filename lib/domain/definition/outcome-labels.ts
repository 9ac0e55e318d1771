import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { type Intact, type Parts, problemAt, repeatedEntries } from './definition-parts.ts';
import { text } from './definition-values.ts';

export const labelSchema = text('a label of 1 to 64 characters, such as "booked"', /^\S(?:[^\r\n]{0,62}\S)?$/);

const labelListExpected = 'should be a list of 2 to 1000 labels, such as ["booked", "ghosted"]';

export const labelListSchema = z
  .array(labelSchema, labelListExpected)
  .min(2, labelListExpected)
  .max(1_000, labelListExpected);

interface Labels {
  positiveClass: string;
  classes: string[];
  labels: string[];
}

export function labelProblems({ positiveClass, classes, labels }: Parts<Labels>, intact: Intact): Problem[] {
  return [
    ...repeatedEntries(classes, ['classes']),
    ...repeatedEntries(labels, ['labels']),
    ...(intact('positiveClass', 'classes') ? kindProblems(positiveClass, classes) : []),
    ...(classes !== undefined && labels !== undefined ? [surplusLabels(labels)] : []),
    ...(intact('labels') ? unlistedPositive(positiveClass, labels) : []),
  ];
}

function kindProblems(positiveClass: string | undefined, classes: Parts<string[]> | undefined): Problem[] {
  if (positiveClass === undefined && classes === undefined) {
    return [
      problemAt(
        ['positiveClass'],
        'should be the label that counts as positive, such as "yes", or give classes',
        undefined,
      ),
    ];
  }
  if (positiveClass === undefined || classes === undefined) return [];
  return [problemAt(['classes'], 'should be left out next to positiveClass: give exactly one of the two', classes)];
}

function surplusLabels(labels: Parts<string[]>): Problem {
  return problemAt(['labels'], 'should be left out next to classes, which are the labels already', labels);
}

function unlistedPositive(positiveClass: string | undefined, labels: Parts<string[]> | undefined): Problem[] {
  if (positiveClass === undefined || labels === undefined || labels.includes(positiveClass)) return [];
  return [problemAt(['positiveClass'], `should be one of the labels ${JSON.stringify(labels)}`, positiveClass)];
}
