import type { Outcome } from './environment-protocol.ts';

/** Errors that Lambda itself answers with in place of a handler. */
export function sandboxError(errorType: string, errorMessage: string): Outcome {
  return { failed: true, payload: JSON.stringify({ errorType, errorMessage }) };
}

export function timedOut(requestId: string, timeoutSeconds: number): Outcome {
  const reason = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return sandboxError('Sandbox.Timedout', `RequestId: ${requestId} Error: ${reason}`);
}

export function outOfMemory(requestId: string): Outcome {
  return sandboxError(
    'Runtime.OutOfMemory',
    `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  );
}

export function crashed(requestId: string): Outcome {
  return sandboxError('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited with error: exit status 1`);
}
