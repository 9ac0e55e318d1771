import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runVectors, type VectorResult } from './run-vectors.ts';

const { values: flags } = parseArgs({
  options: {
    dir: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) },
    json: { type: 'boolean', default: false },
  },
});

const results = await runVectors(flags.dir);
console.log(flags.json ? JSON.stringify(results.map(jsonOf), null, 2) : results.map(lineOf).join('\n'));
for (const { file, failures } of results) {
  for (const { name, worstError, tolerance } of failures) {
    console.error(`${file}: ${name}: off by ${worstError}, ${tolerance} allowed`);
  }
}
if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;

/** Spells what JSON cannot as the files of expected values do. */
function jsonOf({ file, cases, passed, worstError }: VectorResult) {
  if (Number.isFinite(worstError)) return { file, cases, passed, worstError };
  return { file, cases, passed, worstError: Number.isNaN(worstError) ? 'nan' : 'inf' };
}

function lineOf({ file, cases, passed, worstError }: VectorResult): string {
  return `${file}: ${passed} of ${cases} cases, worst error ${worstError.toExponential(1)}`;
}
