import { type LinkedAbort, linkedAbort } from './abort.ts';
import type { StateGroup } from './definition.ts';
import type { Json, JsonDocument } from './json.ts';
import { StateFailure, Stopped } from './state-failure.ts';
import { type Branch, type MapItem, record, type Visit } from './visit.ts';

/** A branch of a Parallel, or an iteration of a Map, that has been started. */
export interface StartedBranch {
  readonly branch: Branch;
  readonly index: number;
  state: 'running' | 'succeeded' | 'failed';
}

/** The branches of one attempt at a Parallel or a Map. The first that fails stops the others. */
export class Branches {
  readonly started: StartedBranch[] = [];
  private readonly visit: Visit;
  private readonly link: LinkedAbort;

  constructor(visit: Visit) {
    this.visit = visit;
    this.link = linkedAbort(visit.branch.signal);
  }

  /** Aborts when one of them has failed, and when the state itself is stopped. */
  get signal(): AbortSignal {
    return this.link.signal;
  }

  /** A branch with a scope and a line of events of its own. */
  start(index: number, mapItem: MapItem | null): StartedBranch {
    const { engine, execution, scope, chain } = this.visit.branch;
    const branch: Branch = {
      engine,
      execution,
      scope: scope.inner(),
      chain: { last: chain.last },
      signal: this.signal,
      mapItem,
      current: null,
    };
    const started: StartedBranch = { branch, index, state: 'running' };
    this.started.push(started);
    return started;
  }

  async run(started: StartedBranch, group: StateGroup, input: JsonDocument): Promise<Json> {
    const { branch } = started;
    try {
      const output = await branch.engine.runGroup(branch, group, input);
      started.state = 'succeeded';
      return output.value;
    } catch (error) {
      if (error instanceof StateFailure) started.state = 'failed';
      throw error;
    } finally {
      branch.scope.close();
    }
  }

  /**
   * Waits for all of `work`. After a failure everything that still runs is stopped, waits and timers included, and
   * `onFailure` gets the branch that failed.
   */
  async all<T>(work: readonly Promise<T>[], onFailure: (failed: StartedBranch | undefined) => void): Promise<T[]> {
    try {
      return await Promise.all(work);
    } catch (error) {
      this.link.abort(new Stopped('another branch has failed'));
      await Promise.allSettled(work);
      if (error instanceof StateFailure) onFailure(this.started.find(({ state }) => state === 'failed'));
      throw error;
    } finally {
      this.link.unlink();
    }
  }

  /** Says in the history that the state which a branch was in did not finish. */
  recordAborted({ branch }: StartedBranch): void {
    if (branch.current !== null && ABORTABLE.has(branch.current)) this.recordAside(`${branch.current}StateAborted`);
  }

  /** Adds an event that the line of events does not go through. */
  recordAside(type: string, details: Readonly<Record<string, Json>> | null = null): void {
    const { last } = this.visit.branch.chain;
    record(this.visit, type, details);
    this.visit.branch.chain.last = last;
  }
}

const ABORTABLE = new Set<string>(['Map', 'Parallel', 'Task', 'Wait']);
