import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AlarmTimes, Repetitions } from './alarm-times.ts';
import type { Scenario } from './scenario.ts';

const THREADS = 2;

/** Plays every scenario, two at a time; the results are by name. */
export async function playScenarios(
  scenarios: readonly Scenario[],
  repetitions: Repetitions,
  tell: (text: string) => void,
): Promise<Map<string, AlarmTimes>> {
  const results = new Map<string, AlarmTimes>();
  const waiting = scenarios.values();
  const threads = Array.from({ length: THREADS }, async () => {
    const worker = new Worker(new URL('../canary-worker.ts', import.meta.url), { workerData: repetitions });
    // one iterator for all threads: whoever is free takes the next
    for (const scenario of waiting) {
      worker.postMessage(scenario);
      const [times]: AlarmTimes[] = await once(worker, 'message');
      if (times !== undefined) results.set(scenario.name, times);
      tell(`${results.size} of ${scenarios.length}: ${scenario.name}`);
    }
    await worker.terminate();
  });
  await Promise.all(threads);
  return results;
}
