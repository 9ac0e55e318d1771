import { parentPort, workerData } from 'node:worker_threads';
import { alarmTimes, type Repetitions } from './canary/alarm-times.ts';
import type { Scenario } from './canary/scenario.ts';
import type { KnownVariations } from './canary/trial.ts';

/** A thread of the canary benchmark: plays one scenario a message. */
const repetitions: Repetitions = workerData;
const known: KnownVariations = new Map();

parentPort?.on('message', (scenario: Scenario) => {
  parentPort?.postMessage(alarmTimes(scenario, repetitions, known));
});
