import { expect, test } from 'vitest';
import { readPage, section } from '../docs/markdown.ts';
import { longProof, proofJobs, removalJobs } from './proof-plan.ts';
import { ProofSummary } from './proof-report.ts';
import { runJobs } from './proof-team.ts';
import { removalTable } from './removal-table.ts';
import { storyLines } from './story.ts';

async function proven(jobs: Parameters<typeof runJobs>[0]): Promise<ProofSummary> {
  const summary = new ProofSummary();
  await runJobs(jobs, (done) => summary.add(done));
  return summary;
}

test('no schedule of faults and orders that was tried breaks an invariant', async () => {
  const summary = await proven(proofJobs(longProof));
  const { violations, schedulesExplored, actors } = summary.report(0);

  expect(summary.counterExamples.map((example) => storyLines(example).join('\n'))).toEqual([]);
  expect(violations).toBe(0);
  expect(schedulesExplored).toBeGreaterThan(5000);
  expect(actors).toBe(9);
});

test('without each guard an invariant falls, as docs/safety.md tells it', async () => {
  const summary = await proven(removalJobs());
  const { guardsRemoved, guardsDetected } = summary.report(0);

  expect(guardsDetected).toBe(guardsRemoved);
  expect(section(readPage('docs/safety.md'), 'What falls without each guard')).toContain(removalTable(summary.removed));
});
