/** Frames of the runtime's own files are left out: they say nothing about the function. */
const runtime = new URL('..', import.meta.url).href;

/** An error as Lambda's runtime describes it to the caller, as JSON text. */
export function errorDescription(thrown: unknown): string {
  if (!(thrown instanceof Error)) {
    return JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] });
  }
  return JSON.stringify({ errorType: thrown.name, errorMessage: thrown.message, trace: trace(thrown) });
}

/** Of a rejection that nobody handled. */
export function rejectionDescription(reason: unknown): string {
  const errorType = 'Runtime.UnhandledPromiseRejection';
  return JSON.stringify({ errorType, errorMessage: String(reason), trace: [errorType, ...trace(reason)] });
}

function trace(thrown: unknown): string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return stack.split('\n').filter((line) => line !== '' && !line.includes(runtime));
}
