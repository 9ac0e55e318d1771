import { untilAborted } from './abort.ts';
import { complete, following, refuseTooLarge } from './completion.ts';
import type { TaskState } from './definition.ts';
import { withErrorHandlers } from './error-handling.ts';
import { Evaluation } from './evaluation.ts';
import { callIntegration, isDefect } from './integration-call.ts';
import { type Json, type JsonDocument, plainJson, toDocument } from './json.ts';
import { MAX_SECONDS } from './limits.ts';
import { findResource, type TaskResource } from './resources.ts';
import { StateFailure } from './state-failure.ts';
import { type TaskDeadlines, type TaskLimits, taskDeadlines } from './task-deadlines.ts';
import { recordScheduled, recordStarted, recordSubmitted, recordSucceeded, recordUnanswered } from './task-events.ts';
import type { WaitingTask } from './task-tokens.ts';
import type { Completion, Visit } from './visit.ts';

/** One attempt at a task. */
interface Attempt {
  readonly visit: Visit<TaskState>;
  readonly resource: TaskResource;
  readonly input: JsonDocument;
  readonly deadlines: TaskDeadlines;
}

export function runTask(visit: Visit<TaskState>): Promise<Completion> {
  return withErrorHandlers(visit, async () => {
    const result = await attemptTask(visit);
    return complete(visit, {
      results: visit.state,
      members: { result: result.value },
      fallback: result,
      next: following(visit),
    });
  });
}

async function attemptTask(visit: Visit<TaskState>): Promise<JsonDocument> {
  const { engine, execution, signal } = visit.branch;
  const resource = findResource(visit.state.Resource, engine.integrations);
  if (resource === undefined) throw new Error(`the resource ${visit.state.Resource} is not simulated`);
  let beat = () => {};
  const waiting = resource.waitsForToken ? engine.tokens.issue(execution, () => beat()) : null;
  visit.taskToken = waiting?.token ?? null;
  let deadlines: TaskDeadlines | undefined;
  try {
    const { input, limits } = await taskInput(visit);
    recordScheduled(visit, resource, input, limits);
    deadlines = taskDeadlines(engine.clock, signal, limits);
    beat = deadlines.beat;
    return await answered({ visit, resource, input, deadlines }, waiting);
  } finally {
    deadlines?.close();
    if (waiting !== null) engine.tokens.close(waiting.token);
    visit.taskToken = null;
  }
}

async function taskInput(visit: Visit<TaskState>): Promise<{ input: JsonDocument; limits: TaskLimits }> {
  const { Arguments: template, TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = visit.state;
  const evaluation = new Evaluation(visit);
  const input = template === undefined ? visit.input : toDocument(await evaluation.value(template, 'Arguments'));
  refuseTooLarge(visit, input, 'input');
  const seconds = (value: typeof timeout, field: string) =>
    value === undefined ? undefined : evaluation.wholeNumber(value, field, 1, MAX_SECONDS);
  const limits = {
    timeoutSeconds: await seconds(timeout, 'TimeoutSeconds'),
    heartbeatSeconds: await seconds(heartbeat, 'HeartbeatSeconds'),
  };
  return { input, limits };
}

async function answered(attempt: Attempt, waiting: WaitingTask | null): Promise<JsonDocument> {
  const { visit, resource, deadlines } = attempt;
  try {
    const answer = await called(attempt, waiting);
    if (waiting !== null) recordSubmitted(visit, resource, answer);
    const result = waiting === null ? answer : toDocument(await untilAborted(waiting.answer, deadlines.signal));
    refuseTooLarge(visit, result, 'result');
    recordSucceeded(visit, resource, result);
    return result;
  } catch (error) {
    if (error instanceof StateFailure) recordUnanswered(visit, resource, error);
    throw error;
  }
}

async function called({ visit, resource, input, deadlines }: Attempt, waiting: WaitingTask | null) {
  const { engine, execution } = visit.branch;
  // every call is a step of its own, so that the real work of two calls never overlaps
  await engine.clock.sleep(0, deadlines.signal);
  recordStarted(visit, resource);
  const call = callIntegration(engine, resource, plainJson(input.value), {
    executionArn: execution.arn,
    stateName: visit.name,
    resource: resource.resource,
    signal: deadlines.signal,
    ...(waiting !== null && { taskToken: waiting.token }),
  });
  call.catch((error: unknown) => {
    // nobody else hears of it any more
    if (deadlines.signal.aborted && isDefect(error)) engine.reportDefect(error);
  });
  return toDocument(answerOf(await untilAborted(call, deadlines.signal)));
}

/** An integration that answers nothing answers an empty object. */
function answerOf(answer: unknown): Json {
  return answer === undefined ? {} : plainJson(answer);
}
