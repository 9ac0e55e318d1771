import type { CallGate } from '../in-memory/call-script.ts';
import { REPETITIONS } from './machine-task.ts';
import { hashText } from './text-hash.ts';

/** What can go wrong with one call of AWS. */
export type Fault =
  /** Refused before it has any effect. */
  | 'fails before'
  /** It has its effect, and the answer is lost. */
  | 'fails after'
  /** The caller gives up, and the effect comes later: after so many other calls, or when nobody acts any more. */
  | 'times out, effect 2 calls later'
  | 'times out, effect 6 calls later'
  | 'times out, effect at the end'
  /** It takes effect twice, and the caller sees the second answer. */
  | 'duplicated'
  /** Refused, and so are the next such calls: until the machine gives the step up. */
  | 'throttled'
  /** The function dies before or after the call and runs no further line; its machine learns of an error. */
  | 'step dies before'
  | 'step dies after'
  /** The execution is stopped: nothing of it ever runs again. */
  | 'execution stopped'
  /** An alias is read as it was before its last write. */
  | 'reads the past';

/** What can go wrong with a call that changes nothing; the rest would be one of these again. */
const READ_FAULTS: readonly Fault[] = ['fails before', 'throttled', 'step dies before'];
const WRITE_FAULTS: readonly Fault[] = [
  ...READ_FAULTS,
  'fails after',
  'times out, effect 2 calls later',
  'times out, effect 6 calls later',
  'times out, effect at the end',
  'duplicated',
  'step dies after',
];

/** One scheduling decision: whose waiting call goes on, and with what fault. */
export interface Choice {
  /** Index into the waiting calls, which are in the order of their actors. */
  readonly index: number;
  readonly fault: Fault | null;
}

/** A call that waits for its turn. */
export interface WaitingCall {
  readonly actor: string;
  readonly call: string;
  /** When a sleeper wants to be woken, in milliseconds since 1970; null for every other call. */
  readonly wakesAt: number | null;
  /** What can go wrong with it. */
  readonly faults: readonly Fault[];
}

interface Pending extends WaitingCall {
  readonly script: Script;
  readonly order: number;
  readonly proceed: () => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Whatever is known of one actor while it runs. */
interface Script {
  readonly name: string;
  readonly rank: number;
  /** An execution can be stopped. */
  readonly stoppable: boolean;
  /** Stands for all that the actor has been told so far, and when. */
  history: number;
  /** Ends the step that runs with an error; null between steps. */
  killStep: ((error: Error) => void) | null;
  /** What is refused, and how often yet. */
  throttled: { readonly call: string; readonly times: number } | null;
  dead: boolean;
  readonly onStop: () => void;
}

/** Something that acts: it makes every call through its gate, and runs every function invocation as a step. */
export interface Stage {
  readonly gate: CallGate;
  /** Waits until a time, in milliseconds since 1970; `wake` lets it be that late. */
  sleep(wakesAt: number, wake: () => void): Promise<void>;
  /** One invocation of a Lambda function, which may die. */
  step<Answer>(run: () => Promise<Answer>): Promise<Answer>;
}

/** The service failed, or said nothing. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
}

/** A function ended without an answer; the machine sees it so. */
export class StepDied extends Error {
  override readonly name = 'Lambda.Unknown';
}

const WRITES: ReadonlySet<string> = new Set([
  'ledger.append',
  'alias.create',
  'alias.move',
  'alias.delete',
  'functions.updateEnvironment',
  'functions.publish',
  'functions.delete',
  'records.put',
  'executions.start',
  'notifications.send',
  'sent.markSent',
  'bus.put',
]);

/** Faults of calls that take effect all the same, or once too often. */
const HAPPENS_UNSEEN: ReadonlySet<Fault> = new Set(['fails after', 'step dies after', 'duplicated']);

const LATE: Readonly<Partial<Record<Fault, number>>> = {
  'times out, effect 2 calls later': 2,
  'times out, effect 6 calls later': 6,
  'times out, effect at the end': Number.POSITIVE_INFINITY,
};

/** Runs actors side by side at the granularity of single calls: one call of one actor has its effect at a time. */
export class CallScheduler {
  private readonly pending: Pending[] = [];
  private readonly late: { readonly dueIn: number; readonly since: number; readonly effect: () => Promise<unknown> }[] =
    [];
  private readonly scripts: Script[] = [];
  private orders = 0;
  /** Calls that have had their turn. */
  turns = 0;
  private readonly readPast: () => unknown;
  private readonly time: () => string;

  /** `readPast` answers what the alias was before its last write. */
  constructor(readPast: () => unknown, time: () => string) {
    this.readPast = readPast;
    this.time = time;
  }

  /** Lets an actor begin: it runs up to its first call. */
  begin(name: string, act: (stage: Stage) => Promise<unknown>, onStop?: () => void): void {
    const script: Script = {
      name,
      rank: this.scripts.length,
      stoppable: onStop !== undefined,
      history: 0,
      killStep: null,
      throttled: null,
      dead: false,
      onStop: onStop ?? (() => {}),
    };
    this.scripts.push(script);
    void act(this.stageOf(script)).catch(() => {});
  }

  /** Nothing of these executions ever runs again, whoever stops them. */
  stop(name: string): void {
    for (const script of this.scripts) if (script.name === name) this.kill(script);
  }

  /** Calls that wait for their turn, by actor and age; empty when every actor has ended. */
  async waiting(): Promise<readonly WaitingCall[]> {
    await settled();
    await this.landLate(false);
    if (this.pending.length === 0) {
      await this.landLate(true);
      await settled();
    }
    return this.pending.sort((one, other) => one.script.rank - other.script.rank || one.order - other.order);
  }

  /** Gives one waiting call its turn. */
  async take({ index, fault }: Choice): Promise<void> {
    const [call] = this.pending.splice(index, 1);
    if (call === undefined) throw new RangeError(`there is no waiting call ${index}`);
    this.turns += 1;
    await this.perform(call, isThrottled(call) ? 'throttled' : fault);
  }

  /** Stands for everything about the actors that can matter to what comes: two runs that agree in it go on alike. */
  digest(): string {
    const late = this.late.map(({ dueIn, since }) => dueIn - this.turns + since);
    const scripts = this.scripts.map(
      ({ history, throttled, dead }) => `${history}${throttled?.call}${throttled?.times}${dead}`,
    );
    return `${scripts.join()} ${this.pending.map(({ script, call }) => `${script.rank}${call}`).join()} ${late.join()}`;
  }

  private async perform(call: Pending, fault: Fault | null): Promise<void> {
    if (fault !== null && HAPPENS_UNSEEN.has(fault)) await call.proceed().catch(() => {});
    if (fault === null || fault === 'duplicated') return this.answer(call, await outcomeOf(call.proceed));
    if (fault === 'reads the past') return this.answer(call, { answer: this.readPast() });
    if (fault === 'execution stopped') return this.kill(call.script);
    if (fault === 'step dies before' || fault === 'step dies after') return this.killStep(call.script);
    this.refuse(call, fault);
  }

  private refuse(call: Pending, fault: Fault): void {
    if (fault === 'throttled') throttle(call);
    const dueIn = LATE[fault];
    if (dueIn !== undefined) this.late.push({ dueIn, since: this.turns, effect: call.proceed });
    this.answer(call, { error: new ServiceFault(`${call.call} ${fault}`) });
  }

  private answer({ call, script, resolve, reject }: Pending, outcome: CallOutcome): void {
    script.history = hashText(`${call} ${this.time()} ${outcomeText(outcome)}`, script.history);
    if ('error' in outcome) reject(outcome.error);
    else resolve(outcome.answer);
  }

  private async landLate(atEnd: boolean): Promise<void> {
    for (const late of [...this.late]) {
      if (!atEnd && this.turns - late.since < late.dueIn) continue;
      this.late.splice(this.late.indexOf(late), 1);
      await late.effect().catch(() => {});
    }
  }

  private kill(script: Script): void {
    script.dead = true;
    this.dropCalls(script);
    script.onStop();
  }

  private killStep(script: Script): void {
    this.dropCalls(script);
    script.history = hashText('died', script.history);
    script.killStep?.(new StepDied('the function ended without an answer'));
  }

  private dropCalls(script: Script): void {
    const kept = this.pending.filter((call) => call.script !== script);
    this.pending.splice(0, this.pending.length, ...kept);
  }

  private stageOf(script: Script): Stage {
    const wait = (call: string, proceed: Pending['proceed'], wakesAt: number | null) =>
      new Promise<unknown>((resolve, reject) => {
        if (script.dead) return;
        this.orders += 1;
        const faults = faultsOf(call, script.stoppable);
        const { orders: order } = this;
        this.pending.push({ actor: script.name, call, faults, wakesAt, script, order, proceed, resolve, reject });
      });
    return {
      gate: (call, proceed) => wait(call, proceed, null),
      sleep: async (wakesAt, wake) => void (await wait('clock.sleep', async () => wake(), wakesAt)),
      step: (run) =>
        new Promise((resolve, reject) => {
          script.killStep = reject;
          run().then(resolve, reject);
        }),
    };
  }
}

function isThrottled({ call, script: { throttled } }: Pending): boolean {
  return throttled !== null && throttled.call === call && throttled.times > 0;
}

function throttle({ call, script }: Pending): void {
  const times = script.throttled?.call === call ? script.throttled.times - 1 : REPETITIONS;
  script.throttled = times > 0 ? { call, times } : null;
}

function faultsOf(call: string, stoppable: boolean): readonly Fault[] {
  const stop: readonly Fault[] = stoppable ? ['execution stopped'] : [];
  // what people and the machines themselves do
  if (call === 'clock.sleep' || !call.includes('.') || /^(cloudformation|states|lambda|stream)\./.test(call))
    return stop;
  const own = WRITES.has(call) ? WRITE_FAULTS : READ_FAULTS;
  return [...own, ...(call === 'alias.read' ? (['reads the past'] as const) : []), ...stop];
}

type CallOutcome = { readonly answer: unknown } | { readonly error: unknown };

function outcomeOf(proceed: () => Promise<unknown>): Promise<CallOutcome> {
  return proceed().then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
}

/** An entry is known by its hash. */
function outcomeText(outcome: CallOutcome): string {
  if ('error' in outcome) return String(outcome.error);
  const { answer } = outcome;
  const isEntry = typeof answer === 'object' && answer !== null && 'hash' in answer;
  return isEntry ? String(answer.hash) : (JSON.stringify(answer) ?? '');
}

/** Everything that can go on without another call has done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
