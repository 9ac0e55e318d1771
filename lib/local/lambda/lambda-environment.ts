import type { VirtualClock } from '../virtual-clock.ts';
import { EnvironmentConnections } from './environment-connections.ts';
import type {
  Command,
  EnvironmentReport,
  EnvironmentSettings,
  InvocationInput,
  Outcome,
} from './environment-protocol.ts';
import { EnvironmentThread, type ThreadAnswer, type ThreadLimits } from './environment-thread.ts';
import { realPathRemover } from './real-paths.ts';
import { crashed, outOfMemory, timedOut } from './sandbox-errors.ts';
import type { VirtualNetwork } from './virtual-network.ts';

type Timer = ReturnType<VirtualClock['schedule']>;

/** A start or an invocation that is not finished. */
interface Job {
  readonly requestId: string;
  /** When it times out, in milliseconds since 1970. */
  readonly deadline: number;
  readonly resolve: (outcome: Outcome) => void;
}

export interface EnvironmentOptions extends ThreadLimits {
  readonly clock: VirtualClock;
  readonly network: VirtualNetwork;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly onLine: (line: string) => void;
  /** The code did not come to rest; it is treated as timed out. */
  readonly onStuck: () => void;
}

/**
 * One execution environment, seen from the host: turns what its worker reports into steps of the clock. At most one
 * start or invocation is under way; in between it is frozen.
 */
export class LambdaEnvironment {
  readonly id: string;
  alive = true;
  private readonly options: EnvironmentOptions;
  private readonly clock: VirtualClock;
  private readonly thread: EnvironmentThread;
  private readonly connections: EnvironmentConnections;
  private readonly withoutRealPaths: (text: string) => string;
  private ending: Promise<void> = Promise.resolve();
  private job: Job | null = null;
  private wakeUp: Timer | null = null;
  private timeOut: Timer | null = null;
  /** Time that the handler has still to take, in milliseconds. */
  private unspent = 0;
  /** Nothing that the handler sends arrives before. */
  private sending = 0;
  /** What arrived while it was frozen. */
  private held: Command[] = [];

  constructor(settings: EnvironmentSettings, options: EnvironmentOptions) {
    this.id = settings.id;
    this.withoutRealPaths = realPathRemover(settings.codeFolder);
    this.options = options;
    this.clock = options.clock;
    this.thread = new EnvironmentThread(settings, options.variables, options);
    this.connections = new EnvironmentConnections(settings.id, options, (connection, event) =>
      this.take({ kind: 'receive', now: this.clock.now(), connection, event }),
    );
  }

  /** Imports the handler. */
  start(requestId: string): Promise<Outcome> {
    const deadline = this.clock.now() + this.options.timeoutSeconds * 1000;
    return this.run({ requestId, deadline }, (now) => ({ kind: 'start', now }));
  }

  /**
   * The time that the handler takes passes at its first call to a service, where its own clock sees it; `unspentLatency`
   * is what is left of it when there was none.
   */
  invoke(invocation: InvocationInput, latency = 0): Promise<Outcome> {
    this.unspent = latency;
    return this.run(invocation, (now) => ({ kind: 'invoke', now, invocation }));
  }

  unspentLatency(): number {
    return this.unspent;
  }

  /** Ends it at once, whatever it does. What is under way never finishes. */
  terminate(): void {
    if (!this.alive) return;
    this.alive = false;
    this.wakeUp?.cancel();
    this.connections.closeAll();
    this.ending = this.clock.busy(this.thread.terminate());
  }

  /** Waits until one that was ended is gone, and writes no more. */
  gone(): Promise<void> {
    return this.ending;
  }

  /** The process ends in the middle of what it does. */
  crash(): void {
    this.terminate();
    if (this.job !== null) this.finish(crashed(this.job.requestId));
  }

  private run(job: Omit<Job, 'resolve'>, command: (now: number) => Command): Promise<Outcome> {
    return new Promise((resolve) => {
      this.job = { ...job, resolve };
      const held = this.held.splice(0);
      for (const thawed of held) this.step(`thaw ${this.id}`, (now) => ({ ...thawed, now }));
      this.step(`run ${this.id}`, command);
    });
  }

  private step(label: string, command: (now: number) => Command, delay = 0): Timer {
    return this.clock.schedule(delay, label, () => this.obey(command(this.clock.now())));
  }

  /** A frozen environment takes nothing in before its next invocation. */
  private take(command: Command): void | Promise<void> {
    if (this.job !== null) return this.obey(command);
    this.held.push(command);
  }

  private async obey(command: Command): Promise<void> {
    if (!this.alive) return;
    const answer = await this.thread.send(command);
    if (answer.kind === 'report') this.apply(answer.report);
    else this.giveUp(answer);
    this.watch();
  }

  private apply(report: EnvironmentReport): void {
    for (const line of report.lines) this.options.onLine(this.withoutRealPaths(line));
    this.connections.follow(report.outbound, this.sendingTime(report.outbound.length > 0));
    if (report.ended) this.terminate();
    if (report.outcome !== null) this.finish(report.outcome);
    this.wakeUp?.cancel(); // each report replaces the one wake-up: an older one may be of a timer that was cleared
    if (this.job === null || report.nextDue === null) return;
    this.wakeUp = this.step(`wake ${this.id}`, (now) => ({ kind: 'wake', now }), report.nextDue - this.clock.now());
  }

  private sendingTime(sends: boolean): number {
    if (sends && this.unspent > 0) {
      this.sending = this.clock.now() + this.unspent;
      this.unspent = 0;
    }
    return this.sending;
  }

  private giveUp({ kind }: Exclude<ThreadAnswer, { kind: 'report' }>): void {
    this.terminate();
    if (kind === 'stuck') this.options.onStuck();
    else if (this.job !== null) this.finish(outOfMemory(this.job.requestId));
  }

  /** An unfinished job times out at its deadline. */
  private watch(): void {
    const { job } = this;
    if (job === null || this.timeOut !== null) return;
    this.timeOut = this.clock.schedule(job.deadline - this.clock.now(), `time out ${this.id}`, () => {
      this.terminate();
      this.finish(timedOut(job.requestId, this.options.timeoutSeconds));
    });
  }

  private finish(outcome: Outcome): void {
    const { job } = this;
    this.job = null;
    this.timeOut?.cancel();
    this.timeOut = null;
    const { failed, payload } = outcome;
    job?.resolve(failed ? { failed, payload: this.withoutRealPaths(payload) } : outcome);
  }
}
