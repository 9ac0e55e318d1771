import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LocalRuntime } from '../../lib/local/local-runtime.ts';
import type { CoverageEntry } from '../../lib/local/states/coverage.ts';

const folder = fileURLToPath(new URL('../../dist/scenarios/coverage', import.meta.url));

export const machines = ['retrain', 'rollback'] as const;
type Machine = (typeof machines)[number];

const keyOf = ({ state, kind, index }: CoverageEntry) => `${state}: ${kind} ${index}`;

/** Keeps what a scenario's executions have gone through, beside what others have. */
export function keepCoverage(runtime: LocalRuntime, model: string): void {
  mkdirSync(folder, { recursive: true });
  const reached = machines.map((machine) => [machine, runtime.coverage(`ratchet-${model}-${machine}`)] as const);
  const name = `${process.pid}-${readdirSync(folder).length}-${Math.round(performance.now())}.json`;
  writeFileSync(`${folder}/${name}`, JSON.stringify(Object.fromEntries(reached)));
}

/** What no scenario has gone through; null when there were none. */
export function missedBy(machine: Machine): string[] | null {
  const runs = existsSync(folder) ? readdirSync(folder) : [];
  if (runs.length === 0) return null;
  const missed = new Map<string, boolean>();
  for (const run of runs) {
    const entries = (JSON.parse(readFileSync(`${folder}/${run}`, 'utf8')) as Record<Machine, CoverageEntry[]>)[machine];
    for (const entry of entries) missed.set(keyOf(entry), (missed.get(keyOf(entry)) ?? true) && !entry.taken);
  }
  return [...missed].flatMap(([key, isMissed]) => (isMissed ? [key] : []));
}
