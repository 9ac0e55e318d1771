import { defineConfig } from 'vitest/config';

/** What is asked of all scenarios together, once they have run. */
export default defineConfig({ test: { include: ['test/**/*.after.test.ts'], passWithNoTests: false } });
