import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keepScenarios } from './scenario.ts';

/** Makes the runs that most scenarios start from, once for all of them, and forgets what earlier ones have reached. */
export async function setup(): Promise<void> {
  rmSync(fileURLToPath(new URL('../../dist/scenarios/coverage', import.meta.url)), { recursive: true, force: true });
  await keepScenarios();
}
