import { parseArgs } from 'node:util';
import { proofJobs, quickProof, removalJobs, wholeProof } from './proof-plan.ts';
import { ProofSummary } from './proof-report.ts';
import { runJobs } from './proof-team.ts';
import { removalTable } from './removal-table.ts';
import { storyLines } from './story.ts';

/**
 * Plays the release protocol against every kind of trouble, and without each of its guards:
 * `npm run prove [-- --json | --table | --quick]`.
 */
const { values: flags } = parseArgs({
  options: { json: { type: 'boolean' }, table: { type: 'boolean' }, quick: { type: 'boolean' } },
});

const summary = new ProofSummary();
const start = performance.now();
// what is removed is shorter than what is explored, so it fills the gaps at the end
const jobs = [...(flags.table ? [] : proofJobs(flags.quick ? quickProof : wholeProof)), ...removalJobs()];
let finished = 0;
await runJobs(jobs, (done) => {
  summary.add(done);
  finished += 1;
  const { schedulesExplored, violations } = summary.report(0);
  const line = `${finished} of ${jobs.length} parts, ${schedulesExplored} schedules, ${violations} violations`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}`);
});
if (process.stderr.isTTY) process.stderr.write('\n');

const report = summary.report((performance.now() - start) / 1000);
for (const example of summary.counterExamples.slice(0, 3)) console.error(storyLines(example).join('\n'));
if (flags.json) console.log(JSON.stringify(report));
else if (flags.table) console.log(removalTable(summary.removed));
else console.log(proofText());
process.exitCode = report.violations > 0 || report.guardsDetected < report.guardsRemoved ? 1 : 0;

function proofText(): string {
  const removed = summary.removed.map(({ removal, counterExample }) => {
    const without = `without ${removal.guards.map((name) => `'${name}'`).join(' and ')}`;
    return counterExample === null ? `${without}: NOT NOTICED` : [without, ...storyLines(counterExample)].join('\n');
  });
  const figures = Object.entries(report).map(([name, value]) => `${name.padEnd(18)} ${value}`);
  return [...removed, '', ...figures].join('\n');
}
