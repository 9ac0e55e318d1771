import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import type { DemoClient } from './demo-client.ts';
import { INTERVAL_MINUTES } from './demo-pace.ts';
import { type DemoRun, MINUTE } from './demo-run.ts';

const QUIET_MINUTES = 5;
/** Outcomes are reported in batches, the last of an hour three minutes before it ends. */
const REPORT = { every: 15, at: 12 };
const BUSY_ROWS = 2;
/** Before the hour: what follows belongs to the next one. */
export const LAST_MINUTE = MINUTE;
/** Of an hour whose outcomes the next retrain is to read, before its end. */
const LAST_REQUESTS = 14 * MINUTE;

/** What passing the time has of a run. */
export interface PassingRun {
  readonly runtime: Pick<DemoRun['runtime'], 'now'>;
  readonly advanceTo: DemoRun['advanceTo'];
  readonly newEntries: DemoRun['newEntries'];
}

type Customers = Pick<DemoClient, 'askAboutNext' | 'askAgain' | 'report'>;

export interface HourPlan {
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
  /** Customers that come in it. */
  readonly rows: number;
  /** Requests a minute that are needed now because a model version is watched; 0 when none is. */
  readonly needed: () => number;
  /** Told about every decision, at the end of the minute in which it was made. */
  readonly onEntry: (entry: LedgerEntry) => void;
  readonly onMinute: () => void | Promise<void>;
}

/** Lets time pass with customers, more of them while something is watched, and with their outcomes. */
export async function passTime(run: PassingRun, client: Customers, plan: HourPlan): Promise<void> {
  const traffic = new HourTraffic(client, plan);
  for (let now = run.runtime.now(); now < plan.until; now = run.runtime.now()) {
    const minute = Math.floor(now / MINUTE);
    await traffic.minute(minute);
    if (minute % REPORT.every === REPORT.at) await client.report();
    await run.advanceTo((minute + 1) * MINUTE);
    for (const entry of await run.newEntries()) plan.onEntry(entry);
    await plan.onMinute();
  }
}

class HourTraffic {
  private readonly client: Customers;
  private readonly plan: HourPlan;
  private left: number;

  constructor(client: Customers, plan: HourPlan) {
    this.client = client;
    this.plan = plan;
    this.left = plan.rows;
  }

  async minute(minute: number): Promise<void> {
    const needed = this.plan.needed();
    for (let request = 0; request < needed; request += 1) await this.ask(BUSY_ROWS);
    if (needed === 0 && minute % QUIET_MINUTES === 0) await this.ask(this.share(minute));
  }

  private async ask(rows: number): Promise<void> {
    const count = Math.min(rows, this.left);
    this.left -= count;
    await (count === 0 ? this.client.askAgain() : this.client.askAboutNext(count));
  }

  /** Spreads those that are left over the quiet requests that are still to come in time. */
  private share(minute: number): number {
    const requests = Math.floor(((this.plan.until - LAST_REQUESTS) / MINUTE - minute) / QUIET_MINUTES) + 1;
    return requests <= 1 ? this.left : Math.ceil(this.left / requests);
  }
}

/** The next full hour that is not about to begin, when the schedule fires. */
export function nextHour(now: number): number {
  const interval = INTERVAL_MINUTES * MINUTE;
  return (Math.floor((now + LAST_MINUTE) / interval) + 1) * interval;
}
