import { s3OutcomeArchive } from '../../aws/s3-outcome-archive.ts';
import { type LedgerEntry, parseStoredEntry } from '../../domain/ledger/ledger-entry.ts';
import type { OutcomeArchive } from '../../domain/ports/outcome-archive.ts';
import type { LoggedEvent } from '../../local/event-log.ts';
import type { LocalOperator } from '../../local/local-operator.ts';
import { LocalRuntime } from '../../local/local-runtime.ts';
import { modelAdapters } from '../model-adapters.ts';
import { modelOfRun } from '../model-of-run.ts';
import { LiveTraffic } from './live-traffic.ts';

const ENTRIES_AT_ONCE = 100;
export const MINUTE = 60_000;
const OPERATOR = 'demo';
const CLIENT = 'arn:aws:iam::111122223333:user/demo-client';

export interface DemoRunOptions {
  /** Folder of the synthesized assembly of one model. */
  readonly assembly: string;
  readonly seed: string;
  /** Virtual time at the start, as ISO 8601. */
  readonly start: string;
}

type Model = ReturnType<typeof modelAdapters> & { readonly archive: OutcomeArchive };

/** The deployed model of a demo, with the client that asks it and the operator who looks after it. */
export class DemoRun {
  readonly runtime: LocalRuntime;
  readonly model: Model;
  readonly traffic: LiveTraffic;
  /** Every decision so far, oldest first. */
  readonly entries: LedgerEntry[] = [];
  private readonly operator: LocalOperator;
  /** Whether somebody may have decided something since the ledger was read. */
  private undecided = true;

  private constructor(runtime: LocalRuntime, operator: LocalOperator, model: Model) {
    this.runtime = runtime;
    this.operator = operator;
    this.model = model;
    this.traffic = new LiveTraffic(model.functionName);
    for (const event of runtime.log.events()) this.follow(event);
    runtime.log.listen((event) => this.follow(event));
  }

  /** Deploys the model. */
  static async start(options: DemoRunOptions): Promise<DemoRun> {
    const runtime = await LocalRuntime.start(options);
    try {
      const operator = runtime.operator();
      return new DemoRun(runtime, operator, await operator.perform(() => connect(operator)));
    } catch (error) {
      runtime.stop();
      throw error;
    }
  }

  get retrainMachine(): string {
    return machineName(this.model.retrainMachineArn);
  }

  get rollbackMachine(): string {
    return machineName(this.model.rollbackMachineArn);
  }

  /** Works with the adapters of `model`; time stands still meanwhile. */
  perform<Value>(work: (model: Model) => Promise<Value>): Promise<Value> {
    return this.operator.perform(() => work(this.model));
  }

  /** Sends a request as the client; the body of the answer is null when the request failed. */
  async request(path: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
    const question = { method: 'POST', path, body: JSON.stringify(body), identity: CLIENT };
    const answer = await this.runtime.request(this.model.modelName, question);
    return { status: answer.status, body: answer.status === 200 ? JSON.parse(answer.body) : null };
  }

  /** Lets time pass until a point in it, in milliseconds since 1970. */
  advanceTo(time: number): Promise<void> {
    return this.runtime.advance(Math.max(0, time - this.runtime.now()));
  }

  /** Releases a registered model version against its verdict, as an operator would. */
  forceRelease(modelVersion: string, reason: string): void {
    const input = { mode: 'version', modelVersion, force: true, reason, actor: OPERATOR };
    this.runtime.startExecution(this.retrainMachine, input);
  }

  /** Gives all traffic to the previous champion, as an operator would. */
  startRollback(reason: string): void {
    this.runtime.startExecution(this.rollbackMachine, { reason, actor: OPERATOR });
  }

  /** Decisions that were made since the last call, oldest first. */
  async newEntries(): Promise<LedgerEntry[]> {
    if (!this.undecided) return [];
    this.undecided = false;
    const next = (this.entries.at(-1)?.sequence ?? 0) + 1;
    const stored = await this.perform(({ ledger, modelName }) => ledger.readFrom(modelName, next, ENTRIES_AT_ONCE));
    const entries = stored.map(parseStoredEntry);
    this.entries.push(...entries);
    return entries;
  }

  private follow(event: LoggedEvent): void {
    this.traffic.follow(event);
    if (event.source !== 'dynamodb' || event.detail.operation !== 'PutItem') return;
    // predictions are written all the time, and are no decisions
    if (!String(event.detail.caller).startsWith(this.model.functionName)) this.undecided = true;
  }
}

function machineName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

async function connect(operator: LocalOperator): Promise<Model> {
  const anyModel = { modelName: null, platformName: null };
  const { clients, model } = await modelOfRun(operator, anyModel, 'the demo');
  return { ...modelAdapters(clients, model), archive: s3OutcomeArchive(clients.s3, model.artifactBucketName) };
}
