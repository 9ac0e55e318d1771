import { enableCompileCache } from 'node:module';

// every cold start imports the same code, and compiling it takes most of the time
enableCompileCache();
await import('./environment-worker.ts');
