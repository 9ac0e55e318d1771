import { Branches, type StartedBranch } from './branches.ts';
import { complete, following, refuseTooLarge } from './completion.ts';
import type { MapState } from './definition.ts';
import { withErrorHandlers } from './error-handling.ts';
import { Evaluation } from './evaluation.ts';
import { type Json, toDocument } from './json.ts';
import { MAX_MAP_CONCURRENCY, MAX_SECONDS } from './limits.ts';
import { type Completion, record, type Visit } from './visit.ts';

export function runMap(visit: Visit<MapState>): Promise<Completion> {
  return withErrorHandlers(visit, async () => {
    const result = toDocument(await runIterations(visit));
    refuseTooLarge(visit, result, 'result');
    return complete(visit, {
      results: visit.state,
      members: { result: result.value },
      fallback: result,
      next: following(visit),
    });
  });
}

async function runIterations(visit: Visit<MapState>): Promise<Json[]> {
  const evaluation = new Evaluation(visit);
  const items = await evaluation.array(visit.state.Items ?? '{% $states.input %}', 'Items');
  const concurrency = await mapConcurrency(visit, evaluation);
  record(visit, 'MapStateStarted', { length: items.length });
  const branches = new Branches(visit);
  const outputs: Json[] = [];
  const waiting = items.entries();
  // each worker takes the next item as soon as it is free
  const worker = async () => {
    for (const [index, item] of waiting) outputs[index] = await runIteration(visit, branches, index, item);
  };
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, worker);
  await branches.all(workers, (failed) => recordFailed(visit, branches, failed));
  visit.branch.chain.last = Math.max(
    visit.branch.chain.last,
    ...branches.started.map(({ branch }) => branch.chain.last),
  );
  branches.recordAside('MapStateSucceeded');
  return outputs;
}

async function mapConcurrency({ state }: Visit<MapState>, evaluation: Evaluation): Promise<number> {
  const limit = await evaluation.wholeNumber(state.MaxConcurrency ?? 0, 'MaxConcurrency', 0, MAX_SECONDS);
  return limit === 0 ? MAX_MAP_CONCURRENCY : Math.min(limit, MAX_MAP_CONCURRENCY);
}

async function runIteration(visit: Visit<MapState>, branches: Branches, index: number, item: Json): Promise<Json> {
  branches.signal.throwIfAborted();
  const started = branches.start(index, { Index: index, Value: item });
  recordIteration(visit, started, 'Started');
  const input = await iterationInput(visit, started, item);
  const output = await branches.run(started, visit.state.ItemProcessor, input);
  recordIteration(visit, started, 'Succeeded');
  return output;
}

async function iterationInput(visit: Visit<MapState>, { branch }: StartedBranch, item: Json) {
  const { ItemSelector: selector } = visit.state;
  const evaluation = new Evaluation(visit, {}, branch.mapItem);
  const input = toDocument(selector === undefined ? item : await evaluation.value(selector, 'ItemSelector'));
  refuseTooLarge(visit, input, 'input');
  return input;
}

function recordIteration(visit: Visit, { branch, index }: StartedBranch, what: string): void {
  record({ branch }, `MapIteration${what}`, { name: visit.name, index });
}

/** Without a branch that failed it was the Map itself, on the way to an iteration. */
function recordFailed(visit: Visit, branches: Branches, failed: StartedBranch | undefined): void {
  const details = (index: number) => ({ name: visit.name, index });
  if (failed !== undefined) {
    visit.branch.chain.last = failed.branch.chain.last;
    branches.recordAside('MapIterationFailed', details(failed.index));
    branches.recordAborted(failed);
  }
  for (const started of branches.started) {
    if (started.state !== 'running') continue;
    branches.recordAside('MapIterationAborted', details(started.index));
    branches.recordAborted(started);
  }
  record(visit, 'MapStateFailed');
}
