import type { DemoRow } from './demo-rows.ts';
import { type DemoRun, MINUTE } from './demo-run.ts';

/** Time between a prediction and what really happened. */
const OUTCOME_DELAY = 10 * MINUTE;
const OUTCOMES_AT_ONCE = 500;

/** What the client has of a run. */
export interface ClientRun {
  readonly runtime: Pick<DemoRun['runtime'], 'now'>;
  readonly traffic: Pick<DemoRun['traffic'], 'count'>;
  readonly request: DemoRun['request'];
}

interface Pending {
  readonly row: DemoRow;
  /** Null where the request failed. */
  readonly predictionId: string | null;
  readonly askedAt: number;
}

/** Whoever asks the model about customers, and reports ten minutes later how it went with each. */
export class DemoClient {
  private readonly run: ClientRun;
  private readonly coming: DemoRow[];
  private readonly known: readonly DemoRow[];
  private readonly pending: Pending[] = [];
  private asked = 0;

  /** `coming` are customers in the order in which they come; `known` those that are asked about over and over. */
  constructor(run: ClientRun, coming: readonly DemoRow[], known: readonly DemoRow[]) {
    this.run = run;
    this.coming = [...coming];
    this.known = known;
  }

  /** Asks about the next customers. */
  async askAboutNext(count: number): Promise<void> {
    const rows = this.coming.splice(0, count);
    const askedAt = this.run.runtime.now();
    const predictionId = await this.predict(rows);
    const ids = rows.map((_, index) => (rows.length === 1 ? predictionId : `${predictionId}-${index}`));
    rows.forEach((row, index) => {
      this.pending.push({ row, predictionId: predictionId && (ids[index] ?? null), askedAt });
    });
  }

  /** Asks about a customer whose outcome is known already. */
  async askAgain(): Promise<void> {
    const row = this.known[this.asked++ % this.known.length];
    if (row !== undefined) await this.predict([row]);
  }

  /** Reports the outcomes that are known by now. */
  async report(): Promise<void> {
    const due = this.pending.filter(({ askedAt }) => askedAt + OUTCOME_DELAY <= this.run.runtime.now());
    this.pending.splice(0, due.length);
    for (let sent = 0; sent < due.length; sent += OUTCOMES_AT_ONCE) {
      const outcomes = due.slice(sent, sent + OUTCOMES_AT_ONCE).map(outcomeOf);
      const { status, body } = await this.run.request('/outcomes', { outcomes });
      const stored = body !== null && typeof body === 'object' && Reflect.get(body, 'stored');
      if (stored !== outcomes.length)
        throw new Error(`${outcomes.length} outcomes should be stored, got ${status} ${JSON.stringify(body)}`);
    }
  }

  private async predict(rows: readonly DemoRow[]): Promise<string | null> {
    let predictionId: string | null = null;
    await this.run.traffic.count(async () => {
      const { status, body } = await this.run.request('/predict', { rows: rows.map(({ features }) => features) });
      if (body !== null && typeof body === 'object') predictionId = String(Reflect.get(body, 'predictionId'));
      return status;
    });
    return predictionId;
  }
}

/** What was not predicted brings its features itself. */
function outcomeOf({ row, predictionId, askedAt }: Pending) {
  const { id, label, features } = row;
  const time = new Date(askedAt + OUTCOME_DELAY / 2).toISOString();
  return { id, time, label, ...(predictionId === null ? { features } : { predictionId }) };
}
