import { canonicalJson } from '../../domain/canonical-json.ts';
import { AwsError } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { readFunctionCode } from './function-code.ts';
import { type FunctionDefinition, type FunctionSettings, functionArn } from './function-definition.ts';
import { type FrozenFunction, type FunctionRecord, type FunctionVersion, LATEST } from './function-record.ts';
import { notFound } from './function-reference.ts';

export interface FunctionsOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly log: EventLog;
  /** How long an update of `$LATEST`, or the start of a version, takes. */
  readonly busyMilliseconds: number;
  /** Environments that run what this version was are not needed any more. */
  readonly onRetired: (version: FunctionVersion) => void;
}

/** What a deployment changes of a function: it calls another operation for the code than for everything else. */
export type DeployedPart = 'everything' | 'code';

/** The functions of the account and everything that changes them. */
export class Functions {
  private readonly options: FunctionsOptions;
  private readonly clock: VirtualClock;
  private readonly revisions: SeededRandom;
  private readonly records = new Map<string, FunctionRecord>();
  private runtimeVersions = 1;

  constructor(options: FunctionsOptions) {
    this.options = options;
    this.clock = options.clock;
    this.revisions = options.random.fork('revision ids');
  }

  find(functionName: string): FunctionRecord {
    const found = this.records.get(functionName);
    if (found === undefined) throw notFound(functionArn(functionName));
    return found;
  }

  /** In the order of their creation. */
  all(): FunctionRecord[] {
    return [...this.records.values()];
  }

  /** Puts a function back as it was kept. */
  restore(record: FunctionRecord): void {
    this.records.set(record.name, record);
  }

  create(definition: FunctionDefinition): FunctionRecord {
    const { functionName: name, codeFolder, reservedConcurrency, step, ...settings } = definition;
    if (this.records.has(name)) throw conflict(`Function already exist: ${name}`);
    const frozen = { ...settings, code: readFunctionCode(codeFolder), runtimeVersionArn: this.runtimeVersionArn() };
    const record: FunctionRecord = {
      name,
      arn: functionArn(name),
      step,
      reservedConcurrency,
      latest: this.newVersion(name, LATEST, frozen),
      versions: new Map(),
      newest: 0,
      aliases: new Map(),
      asyncSettings: {},
    };
    this.records.set(name, record);
    this.record('function-created', { functionName: name, codeSha256: frozen.code.sha256 });
    return record;
  }

  /** What a deployment changes, done at once. */
  deploy(definition: FunctionDefinition, what: DeployedPart = 'everything'): void {
    const { functionName, codeFolder, reservedConcurrency, step, ...settings } = definition;
    const record = this.find(functionName);
    refuseBusy(record.latest);
    Object.assign(record, { step, reservedConcurrency });
    const before = record.latest.frozen;
    const read = readFunctionCode(codeFolder);
    const code = read.sha256 === before.code.sha256 ? before.code : read;
    const change = what === 'everything' ? { ...settings, code } : { architecture: settings.architecture, code };
    if (canonicalJson({ ...before, ...change }) === canonicalJson(before)) return;
    this.change(record.latest, change);
    this.serve(record.latest);
    this.record('function-deployed', { functionName, codeSha256: code.sha256 });
  }

  delete(functionName: string): void {
    const { latest, versions } = this.find(functionName);
    this.records.delete(functionName);
    for (const version of [latest, ...versions.values()]) this.options.onRetired(version);
    this.record('function-deleted', { functionName });
  }

  deleteVersion(record: FunctionRecord, version: FunctionVersion): void {
    record.versions.delete(version.version);
    this.options.onRetired(version);
    this.record('version-deleted', { functionName: record.name, functionVersion: version.version });
  }

  /** Changes `$LATEST`; invocations run what was before until the update is done. */
  beginUpdate(record: FunctionRecord, change: Partial<FunctionSettings & Pick<FrozenFunction, 'code'>>): void {
    const { latest } = record;
    this.change(latest, change);
    latest.lastUpdateStatus = 'InProgress';
    this.record('update-begun', { functionName: record.name });
    this.clock.schedule(this.options.busyMilliseconds, `update of ${record.name}`, () => {
      latest.lastUpdateStatus = 'Successful';
      this.serve(latest);
      this.touch(latest);
      this.record('update-done', { functionName: record.name });
    });
  }

  /** Freezes `$LATEST` as the next version. */
  publish(record: FunctionRecord, description: string): FunctionVersion {
    record.newest += 1;
    const number = String(record.newest);
    const { frozen } = record.latest;
    const version = this.newVersion(record.name, number, { ...frozen, description }, frozen.description);
    record.versions.set(number, version);
    this.record('version-published', { functionName: record.name, functionVersion: number });
    this.pend(version);
    return version;
  }

  /** Makes a version wait until its resources are there. */
  pend(version: FunctionVersion): void {
    version.state = 'Pending';
    this.clock.schedule(this.options.busyMilliseconds, `start of ${version.functionName}:${version.version}`, () => {
      version.state = 'Active';
      version.lastUsed = this.clock.now();
      this.touch(version);
    });
  }

  /** Gives a thing that was written its new revision id. */
  touch(written: { revisionId: string; lastModified?: number }): void {
    written.revisionId = seededUuid(this.revisions);
    if (written.lastModified !== undefined) written.lastModified = this.clock.now();
  }

  /** AWS brings out a new version of the runtime: functions and versions that update by themselves run it from now on. */
  releaseRuntime(): void {
    this.runtimeVersions += 1;
    const runtimeVersionArn = this.runtimeVersionArn();
    for (const { latest, versions } of this.records.values()) {
      for (const version of [latest, ...versions.values()]) {
        if (version.frozen.updateRuntimeOn !== 'Auto') continue;
        version.frozen = { ...version.frozen, runtimeVersionArn };
        this.serve(version);
      }
    }
    this.record('runtime-released', { runtimeVersionArn });
  }

  record(type: string, detail: Readonly<Record<string, unknown>>): void {
    this.options.log.record('lambda', type, detail);
  }

  private newVersion(
    functionName: string,
    version: string,
    frozen: FrozenFunction,
    functionDescription = frozen.description,
  ): FunctionVersion {
    const now = this.clock.now();
    return {
      functionName,
      version,
      frozen,
      serving: frozen,
      functionDescription,
      revisionId: seededUuid(this.revisions),
      state: 'Active',
      lastUpdateStatus: 'Successful',
      lastModified: now,
      lastUsed: now,
    };
  }

  private change(latest: FunctionVersion, change: Partial<FrozenFunction>): void {
    latest.frozen = { ...latest.frozen, ...change, runtimeVersionArn: this.runtimeVersionArn() };
    this.touch(latest);
  }

  private serve(version: FunctionVersion): void {
    version.serving = version.frozen;
    this.options.onRetired(version);
  }

  private runtimeVersionArn(): string {
    return `arn:aws:lambda:eu-central-1::runtime:local-nodejs24-${this.runtimeVersions}`;
  }
}

export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, 409);
}

/** While an update is under way nobody else may write. */
export function refuseBusy({ functionName, lastUpdateStatus }: FunctionVersion): void {
  if (lastUpdateStatus !== 'InProgress') return;
  const reason = 'The operation cannot be performed at this time. An update is in progress for resource';
  throw conflict(`${reason}: ${functionArn(functionName)}`);
}
