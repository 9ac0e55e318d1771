import { AwsError, type Caller, type Operations } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { Fault, FaultKind, FaultPlan } from '../fault-plan.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { type LocalService, localServices, type ServiceName } from './service-directory.ts';

/** What every call of a service goes through. */
export interface CallWatch {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly faults: FaultPlan;
  /** Points, such as `dynamodb:GetItem`, whose calls are logged only when something goes wrong. */
  readonly quiet?: ReadonlySet<string>;
  /** Ends the calling environment. @default a planned crash is refused */
  readonly crash?: (caller: Caller) => void;
}

/** There is no answer, although the call may have had its effect: the connection ends instead. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

interface Call {
  readonly point: string;
  readonly service: LocalService;
  readonly caller: Caller;
  readonly perform: () => Promise<unknown>;
}

type Play = (call: Call, watch: CallWatch, fault: Fault) => Promise<unknown>;

const DEFAULT_DELAY = 1000;

/** The same API, every call of it logged and subject to the fault plan. */
export function watchedOperations(service: ServiceName, operations: Operations, watch: CallWatch): Operations {
  const watched = Object.entries(operations).map(([operation, perform]) => {
    const answer: Operations[string] = (input, caller) => {
      const call = {
        point: `${service}:${operation}`,
        service: localServices[service],
        caller,
        perform: async () => perform(input, caller),
      };
      return watchedCall(service, operation, call, watch);
    };
    return [operation, answer] as const;
  });
  return Object.fromEntries(watched);
}

async function watchedCall(service: ServiceName, operation: string, call: Call, watch: CallWatch): Promise<unknown> {
  const fault = watch.faults.next(call.point);
  const record = (outcome: string, code?: string) =>
    watch.log.record(service, 'call', { operation, caller: call.caller.id, fault: fault?.kind, outcome, code });
  try {
    const answer = await (fault === undefined ? call.perform() : plays[fault.kind](call, watch, fault));
    if (fault !== undefined || !watch.quiet?.has(call.point)) record('answered');
    return answer;
  } catch (error) {
    record(...failedOutcome(error));
    if (isForever(fault, error)) return new Promise(() => undefined);
    throw error;
  }
}

function failedOutcome(error: unknown): [outcome: string, code?: string] {
  if (error instanceof NoAnswer) return ['unanswered'];
  return error instanceof AwsError ? ['failed', error.code] : ['failed'];
}

/** Only the caller's own time-out ends the wait, unless the fault says when the connection does. */
function isForever(fault: Fault | undefined, error: unknown): boolean {
  const isOpen = fault?.kind === 'crash' || (fault?.kind === 'time-out' && fault.milliseconds === undefined);
  return isOpen && error instanceof NoAnswer;
}

const plays: Readonly<Record<FaultKind, Play>> = {
  async throttle({ service: { throttled } }) {
    throw new AwsError(throttled.code, 'Rate exceeded', throttled.status);
  },
  async 'fail-before'({ service: { failed } }) {
    throw new AwsError(failed.code, 'planned failure before the effect', failed.status);
  },
  async 'fail-after'(call) {
    await effectOf(call);
    throw new AwsError(call.service.failed.code, 'planned failure after the effect', call.service.failed.status);
  },
  async 'time-out'(call, { clock }, { milliseconds }) {
    await effectOf(call);
    if (milliseconds !== undefined) await clock.sleep(milliseconds);
    throw new NoAnswer(`no answer to ${call.point}`);
  },
  /** As after a lost answer: the caller sees what the second attempt meets. */
  async duplicate(call) {
    await effectOf(call);
    return call.perform();
  },
  async delay({ perform }, { clock }, { milliseconds = DEFAULT_DELAY }) {
    await clock.sleep(milliseconds);
    return perform();
  },
  answer: forFunctionsOnly,
  throw: forFunctionsOnly,
  async crash({ caller, point }, { crash }) {
    if (crash === undefined) throw new Error(`${point}: a crash of the caller cannot be played here`);
    crash(caller);
    throw new NoAnswer(`${caller.id} crashed at ${point}`);
  },
};

async function forFunctionsOnly({ point }: Call): Promise<never> {
  throw new Error(`${point}: only a function can be given another answer, or be made to throw`);
}

/** Performs a call whose answer nobody will see. */
async function effectOf({ perform }: Call): Promise<void> {
  try {
    await perform();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}
