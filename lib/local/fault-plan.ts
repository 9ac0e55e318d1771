/**
 * What can go wrong at one call. `fail-after` and `time-out` have their effect; `fail-before` and `throttle` have none.
 * A `crash` ends the execution environment, and after a `throw` it goes on; both come when the handler has done its work.
 * `answer` is another answer of a function than its own, such as one that is too large for a state machine.
 */
export type FaultKind =
  | 'throttle'
  | 'fail-before'
  | 'fail-after'
  | 'time-out'
  | 'duplicate'
  | 'delay'
  | 'crash'
  | 'throw'
  | 'answer';

export interface Fault {
  /** The call, such as `lambda:UpdateAlias`, `dynamodb:PutItem`, `invoke:judge` or `events:deliver:<rule id>`. */
  readonly point: string;
  readonly kind: FaultKind;
  /** First call that it hits, counted from 1 per point. @default 1 */
  readonly from?: number;
  /** How many calls in a row it hits. @default 1 */
  readonly times?: number;
  /** Of a delay, in milliseconds, or until a connection without an answer ends. @default 1000, or never */
  readonly milliseconds?: number;
  /** JSON text of an `answer`. */
  readonly payload?: string;
}

/** How long a handler takes, in virtual milliseconds. */
export type HandlerLatency = (functionName: string, functionVersion: string, invocation: number) => number;

/** What goes wrong inside one function version, such as a bad challenger; null is nothing. */
export type HandlerFailure = (
  functionName: string,
  functionVersion: string,
  invocation: number,
) => 'crash' | 'throw' | 'time-out' | null;

/** Faults by name, and the time that handlers take. What is not planned does not happen. */
export class FaultPlan {
  private readonly faults: Fault[] = [];
  private readonly calls = new Map<string, number>();
  latency: HandlerLatency = () => 0;
  failure: HandlerFailure = () => null;

  constructor(faults: readonly Fault[] = []) {
    this.faults.push(...faults);
  }

  add(fault: Fault): void {
    this.faults.push(fault);
  }

  /** Plans nothing any more; the calls that were counted stay counted. */
  clear(): void {
    this.faults.splice(0);
  }

  /** Counts a call at the point and says what goes wrong with it, if anything. */
  next(point: string): Fault | undefined {
    const call = (this.calls.get(point) ?? 0) + 1;
    this.calls.set(point, call);
    return this.faults.find((fault) => {
      const from = fault.from ?? 1;
      return fault.point === point && call >= from && call < from + (fault.times ?? 1);
    });
  }
}
