import { FunctionBusy, FunctionMissing } from '../ports/adapter-errors.ts';
import { type SmokeTestReply, smokeTestReplySchema } from '../steps/smoke-test.ts';
import type { PublishingPorts } from './publish-version.ts';

/** What a function version said when it was asked for its model. */
export interface VersionAnswer {
  readonly servable: boolean;
  /** What it answered, in a sentence. */
  readonly detail: string;
  readonly reply: SmokeTestReply | null;
}

const MOST_ATTEMPTS = 5;

/**
 * Lets one function version load its model and compute its golden rows, called by its number. A version that slept is
 * woken up by the first call, which fails, so it is asked a few times.
 */
export async function askVersion(
  ports: PublishingPorts,
  version: { readonly functionVersion: string; readonly modelVersion: string },
): Promise<VersionAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(ports, version);
    if (answer.servable || attempt >= MOST_ATTEMPTS) return answer;
    await ports.clock.sleep(attempt);
  }
}

async function askOnce(
  { functions, functionName }: PublishingPorts,
  { functionVersion, modelVersion }: { readonly functionVersion: string; readonly modelVersion: string },
): Promise<VersionAnswer> {
  try {
    const { executedVersion, payload, functionError } = await functions.invoke(functionName, functionVersion, {
      ratchet: 'smoke-test',
    });
    if (functionError !== null) return unservable(`it crashed: ${errorText(payload)}`);
    if (executedVersion !== functionVersion) return unservable(`function version ${executedVersion} answered instead`);
    const reply = smokeTestReplySchema.safeParse(payload);
    if (!reply.success) return unservable('its answer is not one of a smoke test');
    return judged(reply.data, modelVersion);
  } catch (error) {
    if (error instanceof FunctionMissing || error instanceof FunctionBusy) return unservable(error.message);
    throw error;
  }
}

function judged(reply: SmokeTestReply, modelVersion: string): VersionAnswer {
  if (!reply.ok) return unservable(reply.error, reply);
  if (reply.version !== modelVersion) return unservable(`it serves ${reply.version}, not ${modelVersion}`, reply);
  return { servable: true, detail: `answered as ${modelVersion}`, reply };
}

function unservable(detail: string, reply: SmokeTestReply | null = null): VersionAnswer {
  // cut without halves of characters, which no ledger entry can carry
  return { servable: false, detail: detail.slice(0, 500).toWellFormed(), reply };
}

function errorText(payload: unknown): string {
  const { errorType, errorMessage } = (payload ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  return [errorType, errorMessage].filter((part) => typeof part === 'string').join(': ') || 'without a message';
}
