import { defineConfig } from 'vitest/config';
import { nodeFlags } from './test/node-flags.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts', 'test/**/*.after.test.ts', 'node_modules/**'],
    globalSetup: ['test/temporary-folder.ts'],
    // one worker per core: the default leaves one idle
    maxWorkers: '100%',
    execArgv: nodeFlags,
    // evaluating every module anew for every file took a quarter of the time; no test may leave a trace
    isolate: false,
    // generous, because a stopped test is the only thing it is for
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts', 'lambdas/**/*.ts'],
      exclude: ['lib/training/kernels/assembly/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 85, statements: 85, functions: 85, branches: 85 },
    },
  },
});
