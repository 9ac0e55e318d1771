import { flushCompileCache } from 'node:module';
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type SeededRandom, seededRandom, seededUuid } from '../seeded-random.ts';
import { CapturedOutput } from './environment/captured-output.ts';
import { errorDescription, rejectionDescription } from './environment/error-description.ts';
import { callHandler, type Handler, invocationContext, loadHandler } from './environment/handler.ts';
import { install } from './environment/install.ts';
import { MessageSocket } from './environment/message-socket.ts';
import { randomFunctions } from './environment/random-functions.ts';
import { timerFunctions } from './environment/timer-functions.ts';
import { VirtualTimers } from './environment/virtual-timers.ts';
import type {
  Command,
  EnvironmentReport,
  InvocationInput,
  OutboundEvent,
  Outcome,
  WorkerStart,
} from './environment-protocol.ts';

/**
 * One execution environment. Nothing here holds the event loop, so `beforeExit` comes exactly when the code is finished
 * or waits for something virtual; then the worker reports and sleeps until the host sends a command.
 */
const { settings, port, sent }: WorkerStart = workerData;
const timers = new VirtualTimers(settings.startedAt);
const output = new CapturedOutput();
const sockets = new Map<number, MessageSocket>();
const outbound: OutboundEvent[] = [];
let random: SeededRandom = seededRandom(settings.seed);
let outcome: Outcome | null = null;
let handler: Handler | null = null;
/** What waits until the timers that were due before it have run. */
let begin: (() => void) | null = null;
let commanded = false;
let connections = 0;
let requestId = '';

install({
  now: () => timers.now,
  timers: timerFunctions(timers),
  random: randomFunctions(() => ({ next: random.next, uuid: () => seededUuid(random) })),
  connect,
  write: output.write,
  exit: (code) => end(exitDescription(code ?? process.exitCode)),
});
process.on('uncaughtException', (error) => end(errorDescription(error)));
process.on('unhandledRejection', (reason) => end(rejectionDescription(reason)));
process.on('beforeExit', () => {
  const next = dueTimer() ?? takeBegin() ?? obey(nextCommand());
  setImmediate(next); // keeps the loop alive: without it the worker would end here
});

function dueTimer(): (() => void) | undefined {
  const timer = timers.takeDue();
  return timer && (() => timer.fire());
}

function takeBegin(): (() => void) | undefined {
  const taken = begin;
  begin = null;
  return taken ?? undefined;
}

/** Reports on the last command, then blocks the thread until the next one comes. */
function nextCommand(): Command {
  if (commanded) report(false);
  commanded = true;
  for (;;) {
    const seen = Atomics.load(sent, 0);
    const received = receiveMessageOnPort(port);
    if (received !== undefined) return received.message;
    Atomics.wait(sent, 0, seen);
  }
}

function report(ended: boolean): void {
  const told: EnvironmentReport = {
    outcome,
    lines: output.take(outcome !== null || ended),
    outbound: outbound.splice(0),
    nextDue: timers.nextDue(),
    ended,
  };
  outcome = null;
  port.postMessage(told);
}

function obey(command: Command): () => void {
  timers.now = command.now;
  if (command.kind === 'start') begin = () => void load();
  if (command.kind === 'invoke') begin = () => void invoke(command.invocation);
  if (command.kind !== 'receive') return () => {};
  return () => sockets.get(command.connection)?.receive(command.event);
}

async function load(): Promise<void> {
  try {
    handler = await loadHandler(settings.codeFolder, settings.handler);
    outcome = { failed: false, payload: 'null' };
    // a worker is ended from outside, which would write nothing
    flushCompileCache();
  } catch (error) {
    outcome = { failed: true, payload: errorDescription(error) };
  }
}

async function invoke(invocation: InvocationInput): Promise<void> {
  random = seededRandom(invocation.seed);
  requestId = invocation.requestId;
  const context = invocationContext(invocation, process.env, () => timers.now);
  try {
    if (handler === null) throw new Error('the environment was not started');
    outcome = { failed: false, payload: await callHandler(handler, invocation.payload, context) };
  } catch (error) {
    outcome = { failed: true, payload: errorDescription(error) };
  }
}

function connect(host: string, port: number): MessageSocket {
  connections += 1;
  const connection = connections;
  const socket = new MessageSocket({ connection, host, port }, (event) => outbound.push(event), timers);
  sockets.set(connection, socket);
  return socket.on('close', () => sockets.delete(connection));
}

function exitDescription(code: number | string | undefined | null): string {
  const status = Number(code ?? 0);
  const reason = status === 0 ? 'without providing a reason' : `with error: exit status ${status}`;
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited ${reason}`;
  return JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage });
}

/** The process is over: tells so and never does anything again. */
function end(payload: string): never {
  outcome ??= { failed: true, payload };
  report(true);
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
