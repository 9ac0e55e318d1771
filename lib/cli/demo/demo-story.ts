import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { LedgerEntry } from '../../domain/ledger/ledger-entry.ts';
import { DemoClient } from './demo-client.ts';
import type { DemoData } from './demo-data.ts';
import { nextHour, passTime } from './demo-hour.ts';
import { importFile, importHistory } from './demo-import.ts';
import { type DemoRun, MINUTE } from './demo-run.ts';
import { Trouble } from './trouble.ts';

/** Requests a minute while something is watched: few for a small share, many where errors are to be beyond doubt. */
const requestsPerMinute = { smallShare: 5, largeShare: 12, failing: 20 };
const ROLLBACK_MINUTE = 50;

/** Hears the story while it happens. */
export interface Audience {
  /** What the world does to the model now. */
  readonly onAct: (title: string, text: string) => void;
  readonly onEntry: (entry: LedgerEntry) => void | Promise<void>;
}

/** What went wrong on purpose, and when a client felt it first, in milliseconds since 1970. */
export interface Injury {
  readonly functionVersion: string;
  readonly feltAt: number;
}

/** What happens in one hour, from one retrain to the next. */
interface Hour {
  readonly title: string;
  readonly text: string;
  readonly rows: number;
  readonly breaks?: 'canary' | 'champion';
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

  constructor(run: DemoRun, data: DemoData, definition: ModelDefinition, audience: Audience) {
    this.run = run;
    this.data = data;
    this.definition = definition;
    this.audience = audience;
    this.client = new DemoClient(run, data.stream, data.history);
    this.trouble = new Trouble(run.runtime, run.model.functionName);
  }

  async play(): Promise<void> {
    await this.birth();
    await this.hour(firstChampion);
    await this.hour(drift);
    await this.hour(quiet);
    await this.lateFile();
    await this.hour(moreDrift);
    await this.hour(failing);
    await this.slowChampion();
  }

  private async birth(): Promise<void> {
    const { history } = this.data;
    const days = await importHistory(this.run, history, this.definition);
    const rows = history.length.toLocaleString('en');
    this.audience.onAct(
      'A model is deployed',
      `It answers at once with a constant score. ${rows} outcomes of the last ${days} days are imported.`,
    );
    await this.pass({ rows: 0 });
  }

  private async hour({ title, text, rows, breaks }: Hour): Promise<void> {
    this.audience.onAct(title, text);
    this.breaks = breaks;
    await this.pass({ rows });
    this.breaks = undefined;
  }

  /** Its rows are older than the window of the retrain after the next, so that they do no harm any more then. */
  private async lateFile(): Promise<void> {
    const { title, text, rows } = mixedLabels;
    this.audience.onAct(title, text);
    const end = nextHour(this.run.runtime.now());
    await this.pass({ rows, until: end - 20 * MINUTE });
    await importFile(this.run, this.data.lateFile, this.definition, end);
    await this.pass({ rows: 0 });
  }

  private async slowChampion(): Promise<void> {
    const { title, text, rows } = slowing;
    const end = nextHour(this.run.runtime.now());
    this.audience.onAct(title, text);
    this.breaks = 'champion';
    await this.pass({ rows, until: end - (60 - ROLLBACK_MINUTE) * MINUTE });
    this.audience.onAct(byHand.title, byHand.text);
    this.run.startRollback('complaints since the morning: back to what worked');
    await this.pass({ rows: 0, until: end - 5 * MINUTE });
  }

  private pass(plan: { readonly rows: number; readonly until?: number }): Promise<void> {
    return passTime(this.run, this.client, {
      until: nextHour(this.run.runtime.now()),
      ...plan,
      needed: () => this.neededRequests(),
      onEntry: (entry) => this.onEntry(entry),
    });
  }

  private neededRequests(): number {
    const { canary } = this.run.traffic.target;
    if (canary === null) return this.trouble.isActive ? requestsPerMinute.largeShare : 0;
    if (canary.weight < 0.5) return requestsPerMinute.smallShare;
    return this.trouble.isActive ? requestsPerMinute.failing : requestsPerMinute.largeShare;
  }

  private async onEntry(entry: LedgerEntry): Promise<void> {
    await this.audience.onEntry(entry);
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

const firstChampion: Hour = {
  title: 'The first retrain',
  text: 'The schedule fires for the first time. From now on customers come in time order; how it went with each is reported ten minutes later.',
  rows: 460,
};

const drift: Hour = {
  title: 'The world drifts',
  text: 'The customers of the last hour behave differently from those that the champion was trained on.',
  rows: 390,
};

const quiet: Hour = {
  title: 'Little has changed',
  text: 'The retrain reads the outcomes of the last hour. In this hour hardly anybody comes.',
  rows: 40,
};

const mixedLabels: Hour = {
  title: 'Too little is new',
  text: 'Customers come again. Then a late file arrives from upstream, and an upstream error has put its labels on the wrong rows.',
  rows: 350,
};

const moreDrift: Hour = {
  title: 'A candidate learns from wrong labels',
  text: 'The next retrain reads the late file, which nobody has noticed yet.',
  rows: 380,
};

const failing: Hour = {
  title: 'A challenger errs on part of its traffic',
  text: 'The late file is out of the window by now. As soon as the new challenger has half of the traffic, the demo makes three of five of its requests fail.',
  rows: 280,
  breaks: 'canary',
};

const slowing: Hour = {
  title: 'A champion turns slow',
  text: 'The next challenger holds its canary. As soon as it is promoted the demo makes it take 0.9 s for an answer.',
  rows: 0,
};

const byHand = {
  title: 'Somebody rolls back by hand',
  text: 'ratchet rollback --reason "complaints since the morning: back to what worked"',
};
