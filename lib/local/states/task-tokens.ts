import { AwsError } from '../aws-error.ts';
import { seededUuid } from '../seeded-random.ts';
import type { Execution } from './execution.ts';
import { type Json, parseDocument } from './json.ts';
import { exceedsPayload, MAX_PAYLOAD_BYTES } from './limits.ts';
import { StateFailure } from './state-failure.ts';

/** A task that waits until somebody sends its token back. */
export interface WaitingTask {
  readonly token: string;
  /** What was sent as output; rejects with a `StateFailure` when a failure was sent. */
  readonly answer: Promise<Json>;
}

interface OpenTask {
  succeed(output: Json): void;
  fail(failure: StateFailure): void;
  beat(): void;
}

/** Tasks that wait, by their token. */
export class TaskTokens {
  private readonly open = new Map<string, OpenTask>();
  private readonly closed = new Set<string>();

  /** A new token, drawn from the execution's generator; `beat` is called for every heartbeat. */
  issue(execution: Execution, beat: () => void): WaitingTask {
    const token = seededUuid(execution.tokens);
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    // nobody listens yet when the answer comes before the call has returned
    promise.catch(() => undefined);
    this.open.set(token, { succeed: resolve, fail: reject, beat });
    return { token, answer: promise };
  }

  /** The task is over: whoever sends the token from now on is told so. */
  close(token: string): void {
    this.open.delete(token);
    this.closed.add(token);
  }

  succeed(token: string, output: string): void {
    const task = this.find(token);
    task.succeed(parseOutput(output));
    this.close(token);
  }

  fail(token: string, error?: string, cause?: string): void {
    const task = this.find(token);
    task.fail(new StateFailure(error, cause));
    this.close(token);
  }

  heartbeat(token: string): void {
    this.find(token).beat();
  }

  private find(token: string): OpenTask {
    const task = this.open.get(token);
    if (task !== undefined) return task;
    if (this.closed.has(token)) throw new AwsError('TaskTimedOut', 'Task Timed Out: the task is not waiting any more');
    throw new AwsError('InvalidToken', 'Invalid Token: no task has been given it');
  }
}

function parseOutput(output: string): Json {
  let document: ReturnType<typeof parseDocument>;
  try {
    document = parseDocument(output);
  } catch (cause) {
    throw new AwsError('InvalidOutput', `Invalid Output: it should be JSON (${String(cause)})`);
  }
  if (!exceedsPayload(document)) return document.value;
  throw new AwsError('InvalidOutput', `Invalid Output: it should have at most ${MAX_PAYLOAD_BYTES} bytes`);
}
