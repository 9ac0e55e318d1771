/** Why a state fails: what Retry and Catch match, and what a failed execution reports. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  /** Error name, such as `States.Timeout` or the class of a function's error. */
  readonly error: string | undefined;
  readonly reason: string | undefined;

  constructor(error: string | undefined, reason?: string) {
    super(reason === undefined ? error : `${error}: ${reason}`);
    this.error = error;
    this.reason = reason;
  }
}

/** A branch that is no longer wanted: its execution has ended, or a sibling has failed. Nothing catches it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Fails an execution whatever its machine says; so does `States.Runtime`. */
const UNCATCHABLE = new Set<string | undefined>(['States.Runtime']);

/** What the wildcards leave out. */
const EXCEPTIONS: Readonly<Record<string, ReadonlySet<string | undefined>>> = {
  'States.ALL': new Set(['States.DataLimitExceeded']),
  'States.TaskFailed': new Set(['States.DataLimitExceeded', 'States.Timeout']),
};

/** Whether a Retry or Catch that lists these names applies to the error. */
export function matchesError(errorEquals: readonly string[], error: string | undefined): boolean {
  if (UNCATCHABLE.has(error)) return false;
  return errorEquals.some((name) => name === error || EXCEPTIONS[name]?.has(error) === false);
}
