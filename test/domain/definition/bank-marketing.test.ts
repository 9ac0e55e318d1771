import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseModelDefinitions } from '../../../lib/domain/definition/model-definitions.ts';

const source = 'models/bank-marketing.json';
const text = readFileSync(source, 'utf8');
const [header = '', ...rows] = readFileSync('models/data/bank-marketing.csv', 'utf8').trimEnd().split('\n');
const columns = header.split(',');
const cells = rows.map((row) => row.split(','));

function definition() {
  const [bank] = parseModelDefinitions([{ source, text }]);
  if (bank === undefined) throw new Error(`${source} holds no definition`);
  return bank;
}

function valuesOf(column: string): (string | undefined)[] {
  return cells.map((row) => row[columns.indexOf(column)]);
}

test('the sample definition fits on a page and goes from 1 to 10 to 50 %', () => {
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  expect(definition().canary.steps.map(({ weight }) => weight)).toEqual([0.01, 0.1, 0.5]);
});

test('its data have 45,210 rows of 17 columns', () => {
  expect(rows).toHaveLength(45_210);
  expect(new Set(cells.map((row) => row.length))).toEqual(new Set([17]));
});

test('every column is the target or stands in the features, and the other way round', () => {
  const { target, features } = definition();

  const named = [target, ...Object.values(features).flat()];

  expect(named.toSorted()).toEqual(columns.toSorted());
});

test('the column that leaks the outcome is dropped', () => {
  expect(definition().features.dropped).toEqual(['duration']);
});

test('the target takes the labels of the definition', () => {
  const { target, labels, positiveClass } = definition();
  const values = valuesOf(target);

  expect(new Set(values)).toEqual(new Set(labels));
  expect(values.filter((value) => value === positiveClass)).toHaveLength(5_289);
});

test('numeric columns are numbers', () => {
  for (const column of definition().features.numeric) {
    expect(
      valuesOf(column).every((value) => /^-?\d+$/.test(value ?? '')),
      column,
    ).toBe(true);
  }
});

test('unknown values are marked as missing, wherever they occur', () => {
  const { features, featureRules } = definition();

  const withUnknown = features.categorical.filter((column) => valuesOf(column).includes('unknown'));

  expect(withUnknown).toEqual(['job', 'education', 'contact', 'poutcome']);
  const marked = Object.entries(featureRules).filter(([, { missing }]) => missing.includes('unknown'));
  expect(marked.map(([column]) => column)).toEqual(withUnknown);
});
