import type { LoggedEvent } from '../../local/event-log.ts';

/** Where the alias `live` points. */
export interface LiveTarget {
  readonly functionVersion: string;
  /** The version of a canary and its share of the traffic; null without one. */
  readonly canary: { readonly functionVersion: string; readonly weight: number } | null;
}

/** Follows the event log of a run: where the traffic goes, and who executes it. */
export class LiveTraffic {
  target: LiveTarget = { functionVersion: '0', canary: null };
  /** Requests by the function version that executed them; `none` reached no version. */
  readonly served: Record<string, number> = {};
  /** Requests that the client saw fail. */
  failedRequests = 0;
  private readonly functionName: string;
  private executed = 'none';

  constructor(functionName: string) {
    this.functionName = functionName;
  }

  /** Requests of clients so far. */
  get requests(): number {
    return Object.values(this.served).reduce((sum, count) => sum + count, 0);
  }

  /** To be called for every event of the log. */
  readonly follow = ({ source, type, detail }: LoggedEvent): void => {
    if (source !== 'lambda' || detail.functionName !== this.functionName) return;
    if (type === 'invoked') this.executed = String(detail.functionVersion);
    if (type === 'alias-written') this.target = targetOf(detail);
  };

  /** Counts one request of a client. */
  async count(send: () => Promise<number>): Promise<void> {
    this.executed = 'none';
    const status = await send();
    this.served[this.executed] = (this.served[this.executed] ?? 0) + 1;
    if (status >= 500) this.failedRequests += 1;
  }
}

function targetOf({ functionVersion, weights }: LoggedEvent['detail']): LiveTarget {
  const [canary] = Object.entries((weights ?? {}) as Readonly<Record<string, number>>);
  return {
    functionVersion: String(functionVersion),
    canary: canary === undefined ? null : { functionVersion: canary[0], weight: canary[1] },
  };
}
