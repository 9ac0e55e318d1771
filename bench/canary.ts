import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printRows } from './bench-rows.ts';
import { bestRivalRows } from './canary/best-rival-rows.ts';
import { conformanceRows } from './canary/conformance-rows.ts';
import { lateLabelRows } from './canary/late-labels.ts';
import { lookRows } from './canary/look-time.ts';
import { plannedBounds } from './canary/planned-bounds.ts';
import { playScenarios } from './canary/play-scenarios.ts';
import { anchorRows, promiseRows, skipRows, stepUpRows } from './canary/policy-rows.ts';
import { parsePublishedFigures, scenariosOf } from './canary/published-figures.ts';
import { rivalRows } from './canary/rival-rows.ts';
import { latencyScenarios, rampScenarios, stressScenarios } from './canary/scenarios.ts';

/**
 * Measures how often the canary's policy rolls back a model that is no worse, and how soon one that is worse, beside other
 * policies on the same simulated traffic. Its random numbers are the same on every machine, and so are its rows.
 */
const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean' },
    repetitions: { type: 'string', default: '2000' },
    only: { type: 'string', default: '' },
  },
});
const repetitions = Number(flags.repetitions);
if (!(Number.isInteger(repetitions) && repetitions >= 10)) {
  throw new RangeError(`'--repetitions' should be a whole number from 10, for example 2000, got ${flags.repetitions}`);
}

const started = performance.now();
const tell = (text: string) => console.error(`${((performance.now() - started) / 1000).toFixed(1)} s  ${text}`);

const figures = new URL('../test/vectors/14_canary_benchmark.json', import.meta.url);
const published = parsePublishedFigures(JSON.parse(readFileSync(figures, 'utf8')));
const known = [...scenariosOf(published), ...stressScenarios];
const scenarios = [...known, ...latencyScenarios, ...rampScenarios].filter(({ name }) => name.includes(flags.only));
const settings = {
  seed: published.seed,
  repetitions,
  // the judge takes as long as all other methods together
  judged: Math.ceil(repetitions / 10),
  bounds: plannedBounds(),
};

const results = await playScenarios(scenarios, settings, tell);
const rows = [
  ...conformanceRows(results, published, repetitions),
  ...anchorRows(results, published),
  ...skipRows(results, known),
  ...stepUpRows(results, known, published.repetitions),
  ...promiseRows(results, [...latencyScenarios, ...rampScenarios]),
  ...rivalRows(results, scenarios),
  ...bestRivalRows(results, scenarios, published.repetitions),
  ...('late labels'.includes(flags.only) ? lateLabelRows(published.seed, repetitions) : []),
  ...lookRows(published.seed),
];
printRows(rows);
process.exit(rows.every(({ met }) => met) ? 0 : 1);
