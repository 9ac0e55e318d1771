import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../domain/ports/clock.ts';
import { timestamp } from '../domain/time.ts';
import type { VirtualNetwork } from './lambda/virtual-network.ts';
import { OperatorAgent } from './operator-agent.ts';
import type { VirtualClock } from './virtual-clock.ts';

/**
 * Somebody outside of a run who works on it with AWS clients of this process. Time stands still while they work, and
 * passes while they sleep.
 */
export class LocalOperator {
  /** For the `httpAgent` of SDK clients whose endpoints are `localServices`. */
  readonly agent: OperatorAgent;
  readonly clock: Clock;
  private readonly time: VirtualClock;
  private sleepers = 0;

  constructor(time: VirtualClock, network: VirtualNetwork) {
    this.time = time;
    this.agent = new OperatorAgent(time, network);
    this.clock = { now: () => timestamp(time.now()), sleep: (seconds) => this.sleep(seconds * 1000) };
  }

  /** Does something with the agent and the clock, and lets everything happen meanwhile that answers it. */
  readonly perform = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    let settled = false;
    const over = () => {
      settled = true;
    };
    const performed = work();
    performed.then(over, over);
    while (!settled) {
      await this.time.runUntil(this.until());
      await turn(); // what the operator does with the answers is real work
    }
    return performed;
  };

  /** What is due now is an answer to the operator; whoever sleeps waits for more. */
  private until(): number {
    return this.sleepers === 0 ? this.time.now() : (this.time.nextDue() ?? this.time.now());
  }

  private async sleep(milliseconds: number): Promise<void> {
    this.sleepers += 1;
    await this.time.sleep(milliseconds);
    this.sleepers -= 1;
  }
}
