import { spawnSync } from 'node:child_process';
import { monotonicSeconds } from './own-process.ts';

/** What a program says at its end. */
export interface Finished {
  /** From its start until it had its answer. */
  readonly seconds: number;
}

export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The cores that it may use, for example `1` or `0,1`. */
  readonly cores: string;
}

/** Runs a program and returns the last line that it prints, which is JSON. Throws with what it complained of. */
export function runLine<Line>(program: Program): Line & Finished {
  const started = monotonicSeconds();
  const { status, stdout, stderr, error } = spawnSync(
    'taskset',
    ['-c', program.cores, program.command, ...program.arguments],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (error !== undefined) throw new Error(`the benchmark needs Linux's taskset: ${error.message}`, { cause: error });
  if (status !== 0) throw new Error(`${program.command} ${program.arguments[0]} failed: ${stderr}`);
  const line = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Line & { readonly finished_s?: number };
  return { ...line, seconds: (line.finished_s ?? monotonicSeconds()) - started };
}

/** A bundled script with its order. */
export function script(path: string, order: unknown, cores: string): Program {
  return { command: process.execPath, arguments: [path, JSON.stringify(order)], cores };
}
