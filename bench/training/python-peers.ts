import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Finished, runLine } from './run-line.ts';

const PYTHON = process.env.RATCHET_PYTHON ?? '/usr/bin/python3';

/** Why the peers cannot run, and what to do about it; null where they can. */
export function pythonMissing(): string | null {
  const { status } = spawnSync(PYTHON, ['-c', 'import pandas, sklearn, xgboost']);
  if (status === 0) return null;
  return `${PYTHON} has no pandas, scikit-learn and XGBoost: apt-get install python3-sklearn python3-xgboost python3-pandas, or name another Python by RATCHET_PYTHON`;
}

/** Runs one of `bench/peers` on these cores and returns the line of JSON that it prints. */
export function runPeer<Line>(name: string, given: readonly string[], cores = '1'): Line & Finished {
  const path = fileURLToPath(new URL(`../peers/${name}.py`, import.meta.url));
  const threads = String(cores.split(',').length);
  return runLine({ command: PYTHON, arguments: [path, ...given, '--threads', threads], cores });
}
