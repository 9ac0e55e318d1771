import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import {
  COMPLAINT,
  drift,
  failing,
  firstRetrain,
  type Hour,
  noChange,
  nothingNew,
  slow,
  wrongLabels,
} from './demo-acts.ts';
import { DemoClient } from './demo-client.ts';
import type { DemoData } from './demo-data.ts';
import type { DemoModel } from './demo-files.ts';
import { LAST_MINUTE, nextHour, passTime } from './demo-hour.ts';
import { importFile, importHistory } from './demo-import.ts';
import { type DemoRun, MINUTE } from './demo-run.ts';
import { Trouble } from './trouble.ts';

/** Requests a minute while something is watched: few for a small share, many where errors are to be beyond doubt. */
const requestsPerMinute = { smallShare: 3, largeShare: 24, failing: 20 };

/** Hears the story while it happens. */
export interface Audience {
  /** What the world does to the model now. Times are in milliseconds since 1970. */
  readonly onAct: (time: number, title: string, text: string) => void;
  readonly onEntry: (entry: LedgerEntry) => void;
  /** A virtual minute has passed, with so many requests since the beginning. */
  readonly onMinute: (time: number, requests: number) => void | Promise<void>;
}

/** What went wrong on purpose, and when a client felt it first, in milliseconds since 1970. */
export interface Injury {
  readonly functionVersion: string;
  readonly feltAt: number;
}

/** Plays what a model meets in its life within some virtual hours. */
export class DemoStory {
  /** In the order in which they were felt. */
  readonly injuries: Injury[] = [];
  private readonly run: DemoRun;
  private readonly data: DemoData;
  private readonly definition: ModelDefinition;
  private readonly audience: Audience;
  private readonly client: DemoClient;
  private readonly trouble: Trouble;
  /** What is to be broken in this hour, while it is not yet. */
  private breaks: Hour['breaks'];

  constructor(run: DemoRun, { data, definition }: Pick<DemoModel, 'data' | 'definition'>, audience: Audience) {
    this.run = run;
    this.data = data;
    this.definition = definition;
    this.audience = audience;
    this.client = new DemoClient(run, data.stream, data.history);
    this.trouble = new Trouble(run.runtime, run.model.functionName);
  }

  async play(): Promise<void> {
    await this.birth();
    for (const hour of [firstRetrain, drift, noChange, nothingNew, wrongLabels, failing]) await this.hour(hour);
    await this.slowChampion();
  }

  private async birth(): Promise<void> {
    const days = await importHistory(this.run, this.data.history, this.definition);
    const rows = this.data.history.length.toLocaleString('en');
    this.tell(
      'A model is deployed',
      `It answers at once, with a constant score. ${rows} outcomes of the last ${days} days are imported.`,
    );
    await this.pass({ rows: 0, until: nextHour(this.run.runtime.now()) - LAST_MINUTE });
  }

  private async hour({ title, text, share, lateFile = false, breaks, until }: Hour): Promise<void> {
    this.tell(title, text);
    this.breaks = breaks;
    const retrain = nextHour(this.run.runtime.now());
    const rows = Math.floor(share * this.data.stream.length);
    if (lateFile) {
      await this.pass({ rows, until: retrain - 20 * MINUTE });
      await importFile(this.run, this.data.lateFile, this.definition, retrain);
    }
    await this.pass({ rows: lateFile ? 0 : rows, until: until ?? retrain - LAST_MINUTE });
    this.breaks = undefined;
  }

  private async slowChampion(): Promise<void> {
    const end = nextHour(this.run.runtime.now());
    await this.hour({ ...slow, until: end - 10 * MINUTE });
    this.tell('Somebody rolls back by hand', `ratchet rollback --reason "${COMPLAINT}"`);
    this.run.startRollback(COMPLAINT);
    await this.pass({ rows: 0, until: end - 5 * MINUTE });
  }

  private pass(plan: { readonly rows: number; readonly until: number }): Promise<void> {
    return passTime(this.run, this.client, {
      ...plan,
      needed: () => this.neededRequests(),
      onEntry: (entry) => this.onEntry(entry),
      onMinute: () => this.audience.onMinute(this.run.runtime.now(), this.run.traffic.requests),
    });
  }

  private tell(title: string, text: string): void {
    this.audience.onAct(this.run.runtime.now(), title, text);
  }

  private neededRequests(): number {
    const { canary } = this.run.traffic.target;
    if (canary === null) return this.trouble.isActive ? requestsPerMinute.largeShare : 0;
    if (canary.weight < 0.5) return requestsPerMinute.smallShare;
    return this.trouble.isActive ? requestsPerMinute.failing : requestsPerMinute.largeShare;
  }

  private onEntry(entry: LedgerEntry): void {
    this.audience.onEntry(entry);
    const { event, state } = entry;
    if (event.type === 'registered' && event.verdict !== 'promote' && this.breaks !== undefined) {
      this.run.forceRelease(event.modelVersion, 'the demo needs a challenger here, whatever the verdict is');
    }
    if (event.type === 'shifted' && event.weight >= 0.5 && this.breaks === 'canary' && state.challenger) {
      this.trouble.fail(state.challenger.functionVersion);
      this.breaks = undefined;
    }
    if (event.type === 'promoted' && this.breaks === 'champion' && state.champion) {
      this.trouble.slowDown(state.champion.functionVersion);
      this.breaks = undefined;
    }
    if (event.type === 'rolled-back') this.heal();
  }

  private heal(): void {
    const { injured, feltAt } = this.trouble;
    if (injured !== null && feltAt !== null) this.injuries.push({ functionVersion: injured, feltAt });
    this.trouble.end();
  }
}
