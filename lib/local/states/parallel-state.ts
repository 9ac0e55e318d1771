import { Branches, type StartedBranch } from './branches.ts';
import { complete, following, refuseTooLarge } from './completion.ts';
import type { ParallelState } from './definition.ts';
import { withErrorHandlers } from './error-handling.ts';
import { Evaluation } from './evaluation.ts';
import { type JsonDocument, toDocument } from './json.ts';
import { type Completion, record, type Visit } from './visit.ts';

export function runParallel(visit: Visit<ParallelState>): Promise<Completion> {
  return withErrorHandlers(visit, async () => {
    const result = toDocument([...(await runBranches(visit))]);
    refuseTooLarge(visit, result, 'result');
    return complete(visit, {
      results: visit.state,
      members: { result: result.value },
      fallback: result,
      next: following(visit),
    });
  });
}

async function runBranches(visit: Visit<ParallelState>) {
  const input = await branchInput(visit);
  record(visit, 'ParallelStateStarted');
  const branches = new Branches(visit);
  const work = visit.state.Branches.map((group, index) =>
    branches.run(branches.start(index, visit.branch.mapItem), group, input),
  );
  const outputs = await branches.all(work, (failed) => recordFailed(visit, branches, failed));
  visit.branch.chain.last = Math.max(...branches.started.map(({ branch }) => branch.chain.last));
  branches.recordAside('ParallelStateSucceeded');
  return outputs;
}

async function branchInput(visit: Visit<ParallelState>): Promise<JsonDocument> {
  const { Arguments: template } = visit.state;
  if (template === undefined) return visit.input;
  const input = toDocument(await new Evaluation(visit).value(template, 'Arguments'));
  refuseTooLarge(visit, input, 'input');
  return input;
}

function recordFailed(visit: Visit, branches: Branches, failed: StartedBranch | undefined): void {
  if (failed !== undefined) {
    visit.branch.chain.last = failed.branch.chain.last;
    branches.recordAborted(failed);
  }
  for (const started of branches.started) if (started.state === 'running') branches.recordAborted(started);
  record(visit, 'ParallelStateFailed');
}
