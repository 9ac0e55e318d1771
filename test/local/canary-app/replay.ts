import { LocalRuntime } from '../../../lib/local/local-runtime.ts';

/** What a day with a canary came to. */
export interface Replay {
  readonly digest: string;
  /** Requests by the function version that answered or failed. */
  readonly served: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly status: string;
  /** Virtual minutes from the first failed request to the restored alias; null when nothing was rolled back. */
  readonly minutesToRestore: number | null;
}

const SECONDS_BETWEEN_REQUESTS = 15;

/** Releases a version that behaves well or badly, and sends the alias a request every 15 seconds for 24 virtual hours. */
export async function replayDay(
  assembly: string,
  seed: string,
  behaviour: 'good' | 'bad',
  hours = 24,
): Promise<Replay> {
  const runtime = await LocalRuntime.start({ assembly, seed });
  try {
    runtime.startExecution('canary-release', { behaviour });
    const failures: number[] = [];
    const served: Record<string, number> = {};
    for (let request = 0; request < (hours * 3600) / SECONDS_BETWEEN_REQUESTS; request += 1) {
      await runtime.advance(SECONDS_BETWEEN_REQUESTS * 1000);
      const { executedVersion, functionError } = await runtime.invoke('Canary/Predict', {}, 'live');
      served[executedVersion] = (served[executedVersion] ?? 0) + 1;
      if (functionError !== null) failures.push(runtime.now());
    }
    // the canary began a moment after the traffic, so it ends a moment after it
    await runtime.advance(3_600_000);
    return {
      digest: runtime.log.digest(),
      served,
      failed: failures.length,
      status: runtime.executions('canary-release')[0]?.status ?? 'none',
      minutesToRestore: minutesToRestore(runtime, failures),
    };
  } finally {
    runtime.stop();
  }
}

function minutesToRestore(runtime: LocalRuntime, [firstFailure]: readonly number[]): number | null {
  const isRestore = ({ operation, caller }: Readonly<Record<string, unknown>>) =>
    operation === 'UpdateAlias' && String(caller).includes('Restore');
  const restored = runtime.log.events().find(({ type, detail }) => type === 'call' && isRestore(detail));
  return restored && firstFailure !== undefined ? (restored.time - firstFailure) / 60_000 : null;
}
