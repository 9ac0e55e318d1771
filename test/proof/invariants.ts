import type { LedgerEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { EventType } from '../../lib/domain/ledger/ledger-event.ts';
import { stateProblems } from '../../lib/domain/ledger/ledger-invariants.ts';
import { type LedgerState, unbornState } from '../../lib/domain/ledger/ledger-state.ts';
import type { FunctionConfiguration } from '../../lib/domain/ports/function-versions.ts';
import type { AliasState, AliasTarget } from '../../lib/domain/ports/live-alias.ts';
import { FUNCTION } from '../in-memory/in-memory-release.ts';
import { liveAliasOf, type ProofWorld } from './proof-world.ts';

/** What must hold after every call, by the name that docs/safety.md explains. */
export const invariantNames = [
  'only registered and proven models have traffic',
  'no traffic moves without an entry',
  'no older decision overwrites a newer one',
  'the ledger only grows',
  'every state is legal',
  'only the holder of the lease releases',
  'a lease is taken from nobody who runs',
  'nothing is published twice',
  'no decision is made twice',
  'no promotion without its evidence',
  'what a rollback needs is never deleted',
  'no step answers what is not so',
  'no failed execution ends green',
  'alias and ledger agree within one period',
  'the lease is free in the end',
  'every execution ends',
  'every decision is told',
  'one command gives the traffic back',
] as const;

export type InvariantName = (typeof invariantNames)[number];

export interface Violation {
  readonly invariant: InvariantName;
  /** What was found. */
  readonly detail: string;
  /** Calls that had their turn by then. */
  readonly turn: number;
}

/** Looks at a world after every call, as somebody who can see everything at once. */
export class Observer {
  readonly violations: Violation[] = [];
  /** Calls that had their turn. */
  calls = 0;
  /** Entries that were there before anybody acted. */
  readonly firstEntries: number;
  private readonly world: ProofWorld;
  private seenEntries: number;
  private seenAlias: AliasState | null;
  private seenVersions: number;
  private readonly intents: Set<string>;
  private readonly hashes: string[];

  constructor(world: ProofWorld) {
    this.world = world;
    this.firstEntries = world.entries.length;
    this.seenEntries = this.firstEntries;
    this.seenAlias = liveAliasOf(world);
    this.seenVersions = this.versions().size;
    this.hashes = world.entries.map(({ hash }) => hash);
    this.intents = new Set(world.entries.map(({ state }) => decisionKey(state.routing, state.routing?.movedAt)));
  }

  found(invariant: InvariantName, detail: string): void {
    this.violations.push({ invariant, detail, turn: this.calls });
  }

  look(): void {
    this.calls += 1;
    for (const entry of this.world.entries.slice(this.seenEntries)) this.newEntry(entry);
    this.seenEntries = this.world.entries.length;
    const alias = liveAliasOf(this.world);
    if (alias !== this.seenAlias) this.movedAlias(this.seenAlias, alias);
    this.seenAlias = alias;
    if (this.versions().size !== this.seenVersions) this.changedVersions();
    this.seenVersions = this.versions().size;
  }

  /** A step of an execution has answered that it moved the traffic. */
  answeredMove(execution: string): void {
    const own = this.world.entries.findLast(({ event }) => event.execution === execution && movesTraffic(event.type));
    const shown = movedAt(liveAliasOf(this.world));
    const decided = own?.state.routing?.movedAt ?? '';
    if (shown >= decided) return;
    this.found('no step answers what is not so', `entry ${own?.sequence} should be on the alias, which shows ${shown}`);
  }

  /** An execution ended, and people see its colour. */
  answeredEnd(execution: string, green: boolean): void {
    const own = this.world.entries.findLast(({ event }) => event.execution === execution)?.event.type;
    const failed = own === 'failed' || own === 'rolled-back' || own === 'stood-down';
    const isRetrain = execution.includes('-retrain:');
    if (green && isRetrain && failed) this.found('no failed execution ends green', `${execution} ended with '${own}'`);
  }

  private versions() {
    return this.world.release.lambda.find(FUNCTION).versions;
  }

  private newEntry(entry: LedgerEntry): void {
    const { sequence, event, state, previousHash } = entry;
    const before = this.world.entries[sequence - 2];
    if (sequence !== this.hashes.length + 1 || previousHash !== this.hashes.at(-1)) {
      this.found('the ledger only grows', `entry ${sequence} follows ${this.hashes.length} entries`);
    }
    this.hashes.push(entry.hash);
    this.intents.add(decisionKey(state.routing, state.routing?.movedAt));
    for (const problem of stateProblems(state)) this.found('every state is legal', `entry ${sequence}: ${problem}`);
    this.checkLease(entry, before?.state ?? unbornState);
    this.checkRepetition(entry);
    if (event.type === 'promoted') this.checkEvidence(entry);
  }

  private checkLease({ sequence, event }: LedgerEntry, { lease, routing }: LedgerState): void {
    const isHolder = lease?.execution === event.execution;
    const own = givesBackOwn(event) && routing?.movedBy.id !== event.execution;
    if (!isHolder && (releases(event) || own)) {
      this.found('only the holder of the lease releases', `entry ${sequence}: '${event.type}' by ${event.execution}`);
    }
    if (lease !== null && takesFromHolder(event) && this.runs(lease.execution)) {
      this.found('a lease is taken from nobody who runs', `entry ${sequence}: ${lease.execution} is running`);
    }
  }

  private runs(execution: string): boolean {
    return this.world.release.executions.started.get(execution)?.status === 'RUNNING';
  }

  private checkRepetition({ sequence, event }: LedgerEntry): void {
    if (!['rolled-back', 'promoted', 'published', 'lease-acquired'].includes(event.type)) return;
    const twin = this.world.entries.find(
      (other) =>
        other.sequence < sequence && other.event.type === event.type && other.event.execution === event.execution,
    );
    if (event.execution === null || twin === undefined) return;
    this.found('no decision is made twice', `entries ${twin.sequence} and ${sequence}: '${event.type}'`);
  }

  private checkEvidence({ sequence, event, state }: LedgerEntry): void {
    const earlier = this.world.entries.slice(0, sequence - 1).map((entry) => entry.event);
    const index = earlier.findLastIndex(({ type }) => type === 'lease-acquired');
    const [lease, own] = [earlier[index], earlier.slice(index)];
    const compared = lease?.type === 'lease-acquired' ? lease.compared.modelVersion : undefined;
    const champion = this.world.entries[index - 1]?.state.champion?.modelVersion;
    const checks = own.flatMap((one) => (one.type === 'servability-checked' ? [one] : []));
    const tested = checks.some(
      ({ check, servable, functionVersion }) =>
        check === 'smoke-test' && servable && functionVersion === state.champion?.functionVersion,
    );
    const missing = [
      compared !== champion && 'a comparison with the champion',
      event.evidence.length === 0 && 'its numbers',
      !tested && 'a smoke test',
      !checks.some(({ check }) => check === 'drill') && 'a drill',
      !own.some(({ type }) => type === 'shifted') && 'a canary',
    ].filter((what) => what !== false);
    if (missing.length > 0)
      this.found('no promotion without its evidence', `entry ${sequence} lacks ${missing.join()}`);
  }

  private movedAlias(before: AliasState | null, after: AliasState | null): void {
    if (after === null) return;
    const decision = decisionKey(after, movedAt(after));
    if (!this.intents.has(decision)) {
      this.found('no traffic moves without an entry', `nobody has decided on ${decision}`);
    }
    if (movedAt(after) < movedAt(before)) {
      this.found('no older decision overwrites a newer one', `${before?.description} became ${after.description}`);
    }
    for (const number of targetVersions(after)) this.checkServing(number);
  }

  private checkServing(number: string): void {
    const configuration = this.versions().get(number)?.configuration;
    const { state } = this.world.entries.at(-1) ?? { state: unbornState };
    const pin = configuration?.environment;
    const isRegistered = this.world.registered.get(pin?.MODEL_VERSION ?? '') === pin?.MODEL_SHA256;
    const isProven = this.world.entries.some(({ event }) => provesServing(event, number));
    if (configuration && isRegistered && isProven) return;
    const what =
      configuration === undefined ? 'does not exist' : isRegistered ? 'was never asked' : 'is not registered';
    this.found(
      'only registered and proven models have traffic',
      `function version ${number} ${what}; the champion is ${state.champion?.functionVersion}`,
    );
  }

  private changedVersions(): void {
    const published = [...this.versions().values()].map(({ configuration }) => releaseIdentity(configuration));
    const twice = published.find((identity, index) => published.indexOf(identity) !== index);
    if (twice !== undefined) this.found('nothing is published twice', twice);
    const { champion, challenger, previousChampions } = this.world.entries.at(-1)?.state ?? unbornState;
    const alias = liveAliasOf(this.world);
    const needed = [champion, challenger, ...previousChampions].flatMap((one) => one?.functionVersion ?? []);
    for (const number of [...needed, ...(alias ? targetVersions(alias) : [])]) {
      if (!this.versions().has(number))
        this.found('what a rollback needs is never deleted', `function version ${number}`);
    }
  }
}

function provesServing(event: LedgerEntry['event'], number: string): boolean {
  if (event.type === 'servability-checked') return event.servable && event.functionVersion === number;
  const born = event.type === 'bootstrapped' || event.type === 'adopted';
  return born && event.release.functionVersion === number;
}

function releases(event: LedgerEntry['event']): boolean {
  if (event.type === 'servability-checked') return event.check !== 'warm-up';
  return event.type === 'published' || event.type === 'shifted' || event.type === 'promoted';
}

/** A new lease, or the end of one that was left behind. */
function takesFromHolder(event: LedgerEntry['event']): boolean {
  if (event.type === 'rolled-back') return event.cause === 'abandoned';
  return event.type === 'lease-acquired' || (event.type === 'failed' && event.error === 'Abandoned');
}

/** What only the execution itself decides about its own release. */
function givesBackOwn(event: LedgerEntry['event']): boolean {
  if (event.type !== 'rolled-back') return false;
  // the judge reads the alarm as well, and the reconciler and Rollback act on it for everybody
  if (event.cause === 'alarm') return event.actor.kind === 'execution';
  return ['canary-verdict', 'no-evidence', 'failure', 'superseded'].includes(event.cause);
}

function movesTraffic(type: EventType): boolean {
  return type === 'shifted' || type === 'promoted' || type === 'rolled-back';
}

/** A release is one model artefact on one code, which is configuration and package. */
function releaseIdentity({ environment, codeSha256 }: FunctionConfiguration): string {
  return [environment.MODEL_SHA256, environment.RELEASE_KEY, codeSha256].join(' ');
}

function decisionKey(target: AliasTarget | null, time: string | undefined): string {
  if (target === null) return 'nowhere';
  const { functionVersion, canary } = target;
  const share = canary === null ? '' : ` with ${canary.weight} for ${canary.functionVersion}`;
  return `function version ${functionVersion}${share} at ${time}`;
}

function targetVersions({ functionVersion, canary }: AliasTarget): string[] {
  return canary === null ? [functionVersion] : [functionVersion, canary.functionVersion];
}

/** When the decision was made that the alias shows. */
function movedAt(alias: AliasState | null): string {
  return alias?.description.split(' moved=')[1] ?? '';
}
