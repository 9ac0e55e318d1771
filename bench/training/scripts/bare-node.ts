import { monotonicSeconds } from '../own-process.ts';

console.log(JSON.stringify({ finished_s: monotonicSeconds() }));
