import type { LoggedEvent } from '../../lib/local/event-log.ts';
import { MINUTE, type Scenario } from './scenario.ts';

/** How traffic came back from a version that answered badly. */
export interface Restoration {
  /** Virtual seconds from the first bad answer, or from the start where none was bad, until the alias was written. */
  readonly seconds: number;
  /** Virtual time of the alias write, in milliseconds since 1970. */
  readonly restoredAt: number;
  /** AWS calls of the function that gave the traffic back, from what made it decide to the alias write, in order. */
  readonly calls: readonly string[];
}

/** Requests of one version that are expected to fail, spread evenly over time. */
export interface SteadyTraffic {
  readonly badVersion: string;
  readonly perMinute: number;
  /** @default 30 */
  readonly mostMinutes?: number;
}

const AFTERWARDS = 2 * MINUTE;

/**
 * Sends requests at a steady rate until all traffic is taken from a version, and for two more minutes. Throws when that
 * does not happen in time, or when the version is asked again afterwards.
 */
export async function restoration(
  scenario: Scenario,
  { badVersion, perMinute, mostMinutes = 30 }: SteadyTraffic,
): Promise<Restoration> {
  const { runtime, served } = scenario;
  const start = runtime.now();
  let firstBad: number | null = null;
  const reached = () => served.requests[badVersion] ?? 0;
  const ask = async () => {
    const before = served.failures[badVersion] ?? 0;
    const asked = runtime.now();
    await scenario.predict();
    if ((served.failures[badVersion] ?? 0) > before) firstBad ??= asked;
    await runtime.advance(asked + MINUTE / perMinute - runtime.now());
  };
  let written = restoringWrite(runtime.log.events(), start, badVersion);
  while (written === null) {
    if (runtime.now() - start > mostMinutes * MINUTE) {
      throw new Error(`version ${badVersion} should lose its traffic within ${mostMinutes} minutes`);
    }
    // the log is long, and half a minute more does not change what is found in it
    for (let request = 0; request < perMinute / 2; request += 1) await ask();
    written = restoringWrite(runtime.log.events(), start, badVersion);
  }
  const before = reached();
  while (runtime.now() < written.time + AFTERWARDS) await ask();
  if (reached() !== before) throw new Error(`version ${badVersion} should get no request after ${written.time}`);
  return {
    seconds: (written.time - (firstBad ?? start)) / 1000,
    restoredAt: written.time,
    calls: givingBack(runtime.log.events(), written),
  };
}

/** The first alias write since a time that leaves a version without traffic. */
function restoringWrite(events: readonly LoggedEvent[], since: number, badVersion: string): LoggedEvent | null {
  const written = events.find(
    ({ type, time, detail }) =>
      type === 'alias-written' &&
      time >= since &&
      detail.functionVersion !== badVersion &&
      !Object.hasOwn(detail.weights as object, badVersion),
  );
  return written ?? null;
}

/** What is read to find out whether to roll back at all. */
const isEvidence = (call: string) => call.startsWith('cloudwatch:') || call === 'states:DescribeExecution';

function givingBack(events: readonly LoggedEvent[], written: LoggedEvent): string[] {
  const at = events.findIndex(({ type, time, detail }) => {
    return type === 'alias-written' && time === written.time && detail.description === written.detail.description;
  });
  // a call is logged when it is answered
  const end = events.findIndex(({ type, detail }, index) => {
    return index > at && type === 'call' && detail.operation === 'UpdateAlias';
  });
  const caller = events[end]?.detail.caller;
  const begin = events.findLastIndex(({ type, detail }, index) => {
    return index < end && type === 'invoked' && detail.environment === caller;
  });
  const calls = events
    .slice(begin, end + 1)
    .filter(({ type, detail }) => type === 'call' && detail.caller === caller)
    .map(({ source, detail }) => `${source}:${detail.operation}`);
  return calls.slice(calls.findLastIndex(isEvidence) + 1);
}
