import { complete, following } from './completion.ts';
import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from './definition.ts';
import { Evaluation } from './evaluation.ts';
import { MAX_SECONDS } from './limits.ts';
import { StateFailure } from './state-failure.ts';
import { isTimestamp } from './state-fields.ts';
import { type Completion, serviceFailure, type Visit } from './visit.ts';

export function runPass(visit: Visit<PassState | SucceedState>): Promise<Completion> {
  return complete(visit, { results: visit.state, fallback: visit.input, next: following(visit) });
}

export async function runFail(visit: Visit<FailState>): Promise<never> {
  const evaluation = new Evaluation(visit);
  const { Error: error, Cause: cause } = visit.state;
  throw new StateFailure(
    error === undefined ? undefined : await evaluation.text(error, 'Error'),
    cause === undefined ? undefined : await evaluation.text(cause, 'Cause'),
  );
}

export async function runChoice(visit: Visit<ChoiceState>): Promise<Completion> {
  const { state, name, branch, input } = visit;
  const { coverage } = branch.execution.machine;
  const evaluation = new Evaluation(visit);
  for (const [index, rule] of state.Choices.entries()) {
    if (!(await evaluation.boolean(rule.Condition, `Choices[${index}]/Condition`))) continue;
    coverage.take(name, 'rule', index);
    return complete(visit, { results: rule, prefix: `Choices[${index}]/`, fallback: input, next: rule.Next });
  }
  if (state.Default === undefined) {
    throw serviceFailure(
      visit,
      'States.Runtime',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  coverage.take(name, 'default');
  return complete(visit, { results: state, fallback: input, next: state.Default });
}

export async function runWait(visit: Visit<WaitState>): Promise<Completion> {
  const { clock } = visit.branch.engine;
  const until = await waitEnd(visit);
  await clock.sleep(until - clock.now(), visit.branch.signal);
  return complete(visit, { results: visit.state, fallback: visit.input, next: following(visit) });
}

/** When the wait is over, in milliseconds since 1970. */
async function waitEnd(visit: Visit<WaitState>): Promise<number> {
  const { Seconds: seconds, Timestamp: timestamp } = visit.state;
  const evaluation = new Evaluation(visit);
  if (seconds !== undefined) {
    return visit.enteredAt + 1000 * (await evaluation.wholeNumber(seconds, 'Seconds', 0, MAX_SECONDS));
  }
  const time = await evaluation.text(timestamp, 'Timestamp');
  if (isTimestamp(time)) return Date.parse(time);
  throw evaluation.failure('Timestamp', `The field 'Timestamp' should be a time in ISO 8601, but was '${time}'.`);
}
