import type { TableColumn } from './table/feature-table.ts';
import type { LabelledTable } from './trainers/trainer.ts';

/** Why rows cannot be trained on. */
export const untrainableNames = ['TooFewRows', 'OneClass', 'EmptyFeature', 'ConstantFeature', 'TooManyLevels'] as const;

type UntrainableName = (typeof untrainableNames)[number];

/** Rows that no model should be trained on; the message says what to do about them. */
class UntrainableRows extends Error {
  override readonly name: UntrainableName;

  constructor(name: UntrainableName, message: string) {
    super(message);
    this.name = name;
  }
}

const FEWEST_ROWS = 10;
const MOST_LEVELS = 10_000;

/** Throws `UntrainableRows` with the first reason that speaks against training on these rows. */
export function requireTrainable({ table, labels: classes }: LabelledTable): void {
  if (classes.length < FEWEST_ROWS) {
    refuse(
      'TooFewRows',
      `the training part should have at least ${FEWEST_ROWS} rows with a known label, got ${classes.length}: wait for more outcomes, or make the window longer`,
    );
  }
  if (classes.every((one) => one === classes[0])) {
    refuse(
      'OneClass',
      `the training part should have rows of two classes at least, got ${classes.length} of one: wait for outcomes of another, or make the window longer`,
    );
  }
  for (const column of table.columns) requireInformation(column);
}

function requireInformation(column: TableColumn): void {
  const { feature } = column;
  const remedy = `mend its source, or move it to features.dropped`;
  const values = distinctValues(column);
  if (values === 0)
    refuse('EmptyFeature', `'${feature}' should have a value in some training row, got none: ${remedy}`);
  if (values === 1)
    refuse(
      'ConstantFeature',
      `'${feature}' should have more than one value among the training rows, got one: ${remedy}`,
    );
  if (column.kind === 'categorical' && values > MOST_LEVELS) {
    refuse(
      'TooManyLevels',
      `'${feature}' should have at most ${MOST_LEVELS} levels, got ${values}: group them before they are sent, or move it to features.dropped`,
    );
  }
}

/** 2 stands for all numbers from two on; a missing value beside a present one counts as another. */
function distinctValues(column: TableColumn): number {
  if (column.kind === 'categorical') {
    const seen = new Set(column.codes);
    const levels = seen.has(-1) ? seen.size - 1 : seen.size;
    return levels === 1 && seen.has(-1) ? 2 : levels;
  }
  const first = column.values.find((value) => !Number.isNaN(value));
  if (first === undefined) return 0;
  return column.values.every((value) => value === first) ? 1 : 2;
}

function refuse(name: UntrainableName, message: string): never {
  throw new UntrainableRows(name, message);
}
