import { extname } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Command, EnvironmentReport, EnvironmentSettings, WorkerStart } from './environment-protocol.ts';
import { realTimeLimit } from './real-time-limit.ts';

export interface ThreadLimits {
  readonly memoryMegabytes: number;
  /** Real milliseconds after which code that does not come to rest is given up. */
  readonly watchdogMilliseconds: number;
}

/** What became of a command. */
export type ThreadAnswer =
  | { readonly kind: 'report'; readonly report: EnvironmentReport }
  | { readonly kind: 'stuck' }
  | { readonly kind: 'out-of-memory' };

// compiled, it lies beside this file with the other suffix
const workerFile = new URL(`./environment-worker${extname(import.meta.filename)}`, import.meta.url);
/**
 * Cold starts are most of a run's time. JavaScript, because a thread that begins with TypeScript loads its compiler first;
 * a cache, because all of them import the same code; and nothing of what Node's HTTP would load a second client for.
 */
const startCode = `
import { enableCompileCache } from 'node:module';
enableCompileCache();
const http = process.getBuiltinModule('node:http');
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) Object.defineProperty(http, name, { value: undefined });
await import(${JSON.stringify(workerFile.href)});
`;
const startFile = new URL(`data:text/javascript,${encodeURIComponent(startCode)}`);

/** The worker thread of one environment: takes a command at a time and answers with a report. */
export class EnvironmentThread {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly sent = new Int32Array(new SharedArrayBuffer(4));
  private readonly limits: ThreadLimits;
  private answered: ((answer: ThreadAnswer) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;

  constructor(settings: EnvironmentSettings, variables: Readonly<Record<string, string>>, limits: ThreadLimits) {
    this.limits = limits;
    useCoordinatedTime();
    const { port1, port2 } = new MessageChannel();
    const workerData: WorkerStart = { settings, port: port2, sent: this.sent };
    this.worker = new Worker(startFile, {
      name: settings.id,
      workerData,
      transferList: [port2],
      env: variables,
      execArgv: [],
      // the handlers' lines are captured within; piped here as well, many threads would be too many listeners
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes },
    });
    this.port = port1;
    port1.on('message', (report: EnvironmentReport) => this.answered?.({ kind: 'report', report }));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.failed?.(new Error(`the worker of ${settings.id} ended without a report`)));
    // an environment at rest does not keep the program from ending
    port1.unref();
    this.worker.unref();
  }

  /** Rejects when the worker itself is broken. */
  send(command: Command): Promise<ThreadAnswer> {
    return new Promise<ThreadAnswer>((resolve, reject) => {
      const callOff = realTimeLimit(this.limits.watchdogMilliseconds, () => this.answered?.({ kind: 'stuck' }));
      const settle = () => {
        callOff();
        this.answered = null;
        this.failed = null;
      };
      this.answered = (answer) => {
        settle();
        resolve(answer);
      };
      this.failed = (error) => {
        settle();
        reject(error);
      };
      this.port.postMessage(command);
      Atomics.add(this.sent, 0, 1);
      Atomics.notify(this.sent, 0);
    });
  }

  async terminate(): Promise<void> {
    this.answered = null;
    this.failed = null;
    await this.worker.terminate();
  }

  private fail(error: unknown): void {
    const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (outOfMemory) this.answered?.({ kind: 'out-of-memory' });
    else this.failed?.(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Lambda runs in UTC, and threads share the time zone of their process. */
function useCoordinatedTime(): void {
  if (process.env.TZ !== 'UTC') process.env.TZ = 'UTC';
}
