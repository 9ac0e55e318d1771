import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCheck, resultOf, runVectors } from './run-vectors.ts';
import type { Vectors } from './vector-case.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const checks = readdirSync(`${FOLDER}/checks`);
const checked = checks.map((check) => ({ check, file: files.find((file) => file.slice(0, 2) === check.slice(0, 2)) }));

const results = await runVectors(FOLDER);

describe.each(results)('$file', ({ cases, failures }) => {
  test('meets every expected value', () => {
    expect(failures).toEqual([]);
    expect(cases).toBeGreaterThan(0);
  });
});

test('every file of expected values has a check, and every check a file', () => {
  expect(checked.map(({ file }) => file)).toEqual(files.toSorted());
});

describe.each(checked)('the check $check', ({ check: name, file = '' }) => {
  const vectors = () => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Vectors;

  test('notices spoilt numbers', async () => {
    const check = await readCheck(name);
    const { cases, passed } = resultOf(file, check(spoilt(vectors())));
    expect(passed).toBeLessThan(cases);
  });

  test('asks nothing of a file without its arrays', async () => {
    const check = await readCheck(name);
    expect(check({})).toEqual([]);
  });
});

test('an error that is not a number has not passed', () => {
  const one = { name: 'one', worstError: Number.NaN, tolerance: 1 };
  expect(resultOf('file', [one])).toMatchObject({ cases: 1, passed: 0, failures: [one] });
});

test('an error of just the tolerance passes, and a larger one does not', () => {
  const at = (worstError: number) => resultOf('file', [{ name: 'one', worstError, tolerance: 1e-9 }]).passed;
  expect([at(1e-9), at(1.000001e-9)]).toEqual([1, 0]);
});

test('a folder without files has no cases and no failures', async () => {
  const none = await runVectors(fileURLToPath(new URL('checks', import.meta.url)));
  expect(none.map(({ cases, failures }) => [cases, failures.length])).toEqual(checks.map(() => [0, 0]));
});

/** The same with every expected number off by a part in a hundred, or every number where none is called expected. */
function spoilt(vectors: Vectors): Vectors {
  const named = JSON.stringify(vectors).includes('"expected');
  return spoiltRecord(vectors, !named);
}

function spoiltRecord(record: object, isExpected: boolean): Vectors {
  const entries = Object.entries(record);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, spoiltValue(value, isExpected || key.startsWith('expected'))]),
  );
}

function spoiltValue(value: unknown, isExpected: boolean): unknown {
  if (typeof value === 'number') return isExpected ? value * 1.01 + 0.001 : value;
  if (Array.isArray(value)) return value.map((one) => spoiltValue(one, isExpected));
  return typeof value === 'object' && value !== null ? spoiltRecord(value, isExpected) : value;
}
