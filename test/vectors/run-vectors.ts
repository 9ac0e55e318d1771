import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VectorCase, Vectors } from './vector-case.ts';

const CHECKS = fileURLToPath(new URL('checks', import.meta.url));

type Check = (vectors: Vectors) => VectorCase[];

/** What became of one file of expected values; `failures` are the cases beyond their tolerance. */
export interface VectorResult {
  readonly file: string;
  readonly cases: number;
  readonly passed: number;
  readonly worstError: number;
  readonly failures: readonly VectorCase[];
}

/** Holds every file of a folder, by the number that its name begins with, against the check of that number. */
export async function runVectors(folder: string): Promise<VectorResult[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const results = readdirSync(CHECKS)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map(async (name) => {
      const file = files.find((candidate) => candidate.slice(0, 2) === name.slice(0, 2));
      const check = await readCheck(name);
      return resultOf(
        file ?? name.replaceAll('-', '_').replace(/\.ts$/, '.json'),
        file === undefined ? [] : casesOf(check, join(folder, file)),
      );
    });
  return Promise.all(results);
}

/** The one check that a module in `checks/` exports. */
export async function readCheck(name: string): Promise<Check> {
  const module: Readonly<Record<string, unknown>> = await import(new URL(`checks/${name}`, import.meta.url).href);
  const check = Object.values(module).find(isCheck);
  if (check === undefined)
    throw new TypeError(`'${name}' should export a check, got ${Object.keys(module).join(', ')}`);
  return check;
}

export function resultOf(file: string, cases: readonly VectorCase[]): VectorResult {
  // not the other way round: an error that is not a number has not passed
  const failures = cases.filter(({ worstError, tolerance }) => !(worstError <= tolerance));
  return {
    file,
    cases: cases.length,
    passed: cases.length - failures.length,
    worstError: Math.max(0, ...cases.map(({ worstError }) => worstError)),
    failures,
  };
}

/** A check that breaks on a file is one case that failed, lest the other files go unchecked. */
function casesOf(check: Check, path: string): VectorCase[] {
  try {
    const vectors: Vectors = JSON.parse(readFileSync(path, 'utf8'));
    return check(vectors);
  } catch (error) {
    return [{ name: String(error), worstError: Number.POSITIVE_INFINITY, tolerance: 0 }];
  }
}

function isCheck(value: unknown): value is Check {
  return typeof value === 'function' && value.name.startsWith('check');
}
