import { complete } from './completion.ts';
import type { ErrorHandlers, State } from './definition.ts';
import { type Json, toDocument } from './json.ts';
import { RetryPlan } from './retry.ts';
import { matchesError, StateFailure } from './state-failure.ts';
import type { Completion, Visit } from './visit.ts';

type HandlingState = State & ErrorHandlers;

/** Repeats an attempt as Retry says, and goes where Catch says when that does not mend it. */
export async function withErrorHandlers<S extends HandlingState>(
  visit: Visit<S>,
  attempt: () => Promise<Completion>,
): Promise<Completion> {
  const plan = new RetryPlan(visit.state.Retry ?? [], visit.branch.execution.jitter);
  for (;;) {
    const outcome = await attempt().catch(stateFailure);
    if (!(outcome instanceof StateFailure)) return outcome;
    const delay = plan.nextDelay(outcome.error);
    if (delay === undefined) return caught(visit, outcome);
    await waitForRetry(visit, outcome, delay);
  }
}

/** Nothing else can be retried or caught. */
function stateFailure(error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  throw error;
}

async function waitForRetry(visit: Visit, { error }: StateFailure, milliseconds: number): Promise<void> {
  const { engine, execution, signal } = visit.branch;
  visit.retryCount += 1;
  engine.log.record('states', 'state-retried', {
    executionArn: execution.arn,
    state: visit.name,
    error,
    attempt: visit.retryCount,
    milliseconds,
  });
  await engine.clock.sleep(milliseconds, signal);
}

/** What Catch makes of a failure; one that nothing catches is thrown again. */
async function caught<S extends HandlingState>(visit: Visit<S>, failure: StateFailure): Promise<Completion> {
  const catchers = visit.state.Catch ?? [];
  const index = catchers.findIndex(({ ErrorEquals: names }) => matchesError(names, failure.error));
  const catcher = catchers[index];
  if (catcher === undefined) throw failure;
  const { engine, execution } = visit.branch;
  engine.log.record('states', 'state-caught', { executionArn: execution.arn, state: visit.name, error: failure.error });
  const errorOutput: Json = { Error: failure.error ?? '', Cause: failure.reason ?? '' };
  const completion = await complete(visit, {
    results: catcher,
    prefix: `Catch[${index}]/`,
    members: { errorOutput },
    fallback: toDocument(errorOutput),
    next: catcher.Next,
  });
  execution.machine.coverage.take(visit.name, 'catch', index);
  return completion;
}
