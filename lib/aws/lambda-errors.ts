import {
  InvalidParameterValueException,
  PreconditionFailedException,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { CodeMoved, FunctionBusy, FunctionMissing, RevisionMoved } from '../domain/ports/adapter-errors.ts';

/** Waits for a call to Lambda and gives its failures the names that callers act on; `what` is what was called upon. */
export async function named<Output>(what: string, call: Promise<Output>): Promise<Output> {
  try {
    return await call;
  } catch (error) {
    throw nameOf(what, error);
  }
}

/** The same, where a thing that is not there is an answer. */
export async function nullIfMissing<Output>(call: Promise<Output>): Promise<Output | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof FunctionMissing) return null;
    throw error;
  }
}

function nameOf(what: string, cause: unknown): unknown {
  if (cause instanceof ResourceNotFoundException) return new FunctionMissing(`${what} does not exist`, { cause });
  if (cause instanceof PreconditionFailedException) {
    return new RevisionMoved(`${what} changed since its revision id was read: read it again`, { cause });
  }
  if (cause instanceof ResourceConflictException)
    return new FunctionBusy(`${what} is busy: ${cause.message}`, { cause });
  if (cause instanceof InvalidParameterValueException && /codesha256/i.test(cause.message)) {
    return new CodeMoved(`${what} has other code than was asked for: ${cause.message}`, { cause });
  }
  return cause;
}
