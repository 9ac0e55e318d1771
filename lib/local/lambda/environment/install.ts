import crypto from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { randomFunctions } from './random-functions.ts';
import type { timerFunctions } from './timer-functions.ts';
import { processClocks, virtualDate, virtualFormats } from './virtual-date.ts';

export interface Replacements {
  readonly now: () => number;
  readonly timers: ReturnType<typeof timerFunctions>;
  readonly random: ReturnType<typeof randomFunctions>;
  readonly connect: (host: string, port: number) => unknown;
  readonly write: (chunk: string | Uint8Array, ...more: unknown[]) => boolean;
  readonly exit: (code?: number | string | null) => never;
}

/**
 * Puts virtual time, seeded random numbers, connections over messages and captured output in the place of the real
 * ones, for everything that is imported afterwards. Real stay `nextTick`, `setImmediate`, microtasks and streams.
 */
export function install(replacements: Replacements): void {
  installTime(replacements);
  installTimers(replacements.timers);
  installRandom(replacements.random);
  installNetwork(replacements.connect);
  for (const stream of [process.stdout, process.stderr]) replace(stream, { write: replacements.write });
  const { exit } = replacements;
  // a worker has a process of its own in name only: the real ones would end this program
  replace(process, { exit, reallyExit: exit, abort: () => exit(134), kill: () => exit(137) });
  syncBuiltinESMExports();
}

function installTime({ now }: Replacements): void {
  const { performanceNow, hrtime, uptime } = processClocks(now(), now);
  const present = virtualDate(Date, now);
  replace(Date.prototype, { constructor: present });
  replace(globalThis, { Date: present });
  const formats = Intl.DateTimeFormat.prototype;
  Object.defineProperties(formats, virtualFormats(formats, now));
  replace(performance, { now: performanceNow, timeOrigin: now() });
  replace(process, { hrtime, uptime });
}

function installTimers(virtual: Replacements['timers']): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = virtual;
  for (const place of [globalThis, timers]) replace(place, { setTimeout, setInterval, clearTimeout, clearInterval });
  for (const place of [timersPromises, timers.promises]) replace(place, virtual.promises);
  replace(timersPromises.scheduler, { wait: virtual.schedulerWait });
  replace(AbortSignal, { timeout: virtual.abortAfter });
}

function installRandom({ random, getRandomValues, randomUUID, ...others }: Replacements['random']): void {
  replace(Math, { random });
  replace(crypto, { ...others, randomUUID });
  replace(crypto.webcrypto, { getRandomValues, randomUUID }); // node:crypto takes its getRandomValues from there
}

/** Plain HTTP goes over messages; everything else would leave the virtual world. */
function installNetwork(connect: Replacements['connect']): void {
  replace(http.Agent.prototype, {
    createConnection: (options: net.TcpNetConnectOpts) => connect(options.host ?? 'localhost', Number(options.port)),
  });
  const refusal = (what: string) => new Error(`${what}: the local runtime gives functions no network but plain HTTP`);
  replace(https.Agent.prototype, {
    createConnection(options: net.TcpNetConnectOpts) {
      throw refusal(`https://${options.host}:${options.port}`);
    },
  });
  replace(net.Socket.prototype, {
    connect() {
      throw refusal('a socket');
    },
  });
  replace(globalThis, { fetch: (target: unknown) => Promise.reject(refusal(`fetch of ${String(target)}`)) });
}

function replace(place: object, replacements: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(replacements)) {
    Object.defineProperty(place, name, { value, configurable: true, writable: true });
  }
}
