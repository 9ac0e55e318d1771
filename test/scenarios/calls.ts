import type { Scenario } from './scenario.ts';

/** AWS calls of one step's function since a time, in order, as `service:Operation`. */
export function callsOf({ runtime }: Scenario, step: string, since = 0): string[] {
  return runtime.log
    .events()
    .filter(
      ({ type, time, detail }) =>
        type === 'call' && time >= since && String(detail.caller).includes(`Pipeline${step}Function`),
    )
    .map(({ source, detail }) => `${source}:${detail.operation}`);
}
