import type { Timer, VirtualClock } from '../virtual-clock.ts';
import { linkedAbort } from './abort.ts';
import { StateFailure } from './state-failure.ts';

/** What ends a task from outside: its time-out, a heartbeat that stays away, or the end of its branch. */
export interface TaskDeadlines {
  readonly signal: AbortSignal;
  /** Starts the heartbeat's time again. */
  beat(): void;
  /** The task is over. */
  close(): void;
}

export interface TaskLimits {
  /** @default no time-out */
  readonly timeoutSeconds?: number;
  /** @default no heartbeat is expected */
  readonly heartbeatSeconds?: number;
}

export function taskDeadlines(clock: VirtualClock, parent: AbortSignal, limits: TaskLimits): TaskDeadlines {
  const link = linkedAbort(parent);
  const start = (seconds: number | undefined, error: string): Timer | undefined =>
    seconds === undefined
      ? undefined
      : clock.schedule(1000 * seconds, error, () => link.abort(new StateFailure(error)));
  const timeout = start(limits.timeoutSeconds, 'States.Timeout');
  let heartbeat = start(limits.heartbeatSeconds, 'States.HeartbeatTimeout');
  return {
    signal: link.signal,
    beat() {
      heartbeat?.cancel();
      heartbeat = start(limits.heartbeatSeconds, 'States.HeartbeatTimeout');
    },
    close() {
      timeout?.cancel();
      heartbeat?.cancel();
      link.unlink();
    },
  };
}
