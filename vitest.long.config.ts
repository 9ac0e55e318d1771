import { defineConfig } from 'vitest/config';
import { nodeFlags } from './test/node-flags.ts';

/** Exhaustive tests that `npm test` leaves out; they may take minutes. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/scenarios/prepare-scenarios.ts'],
    // one worker per core: the default leaves one idle
    maxWorkers: '100%',
    execArgv: nodeFlags,
    isolate: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: false,
  },
});
