import { type LedgerEntry, parseStoredEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { ExecutionStatus } from '../../lib/domain/ports/executions.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';
import { milliseconds } from '../../lib/domain/time.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import type { FunctionRecord } from '../in-memory/in-memory-lambda.ts';
import { FUNCTION, type InMemoryRelease } from '../in-memory/in-memory-release.ts';
import {
  inCanary,
  inPeace,
  inProbation,
  liveAliasRequest,
  type OngoingRelease,
  recordOf,
} from '../in-memory/release-flow.ts';
import { type ProofWorld, proofWorld } from './proof-world.ts';

/** Where a play begins. */
export type SituationName = 'idle' | 'canary' | 'code canary' | 'probation';

/** A world as it was at one moment, for as many runs as are needed. */
interface Situation {
  readonly time: number;
  readonly entries: readonly LedgerEntry[];
  readonly latest: FunctionRecord['latest'];
  readonly versions: FunctionRecord['versions'];
  readonly newest: number;
  readonly alias: FunctionRecord['alias'];
  /** How many revision ids were given. */
  readonly revisions: number;
  readonly records: readonly VersionRecord[];
  readonly executions: readonly [string, { readonly input: string; readonly status: ExecutionStatus }][];
  /** The release of the execution `monday`, where it is not over. */
  readonly ongoing: OngoingRelease | null;
}

/** Models that are registered from the start, for whoever releases one. */
const CANDIDATES = ['1.1.0', '1.2.0', '1.3.0'] as const;

const built = new Map<SituationName, Promise<Situation>>();

/** A fresh world in one situation; the first call of each builds it by the steps themselves. */
export async function openWorld(name: SituationName): Promise<{ world: ProofWorld; ongoing: OngoingRelease | null }> {
  const known = built.get(name) ?? build(name);
  built.set(name, known);
  const situation = await known;
  return { world: await restored(situation), ongoing: situation.ongoing };
}

/** Every situation has a champion and a predecessor, both of them seen to serve. */
async function build(name: SituationName): Promise<Situation> {
  const { release } = proofWorld();
  await release.rivals.liveAlias(liveAliasRequest());
  for (const modelVersion of CANDIDATES) await recordOf(release, modelVersion);
  const first = await inPeace(release, { name: 'first', modelVersion: '1.0.0' });
  end(release, first);
  if (name === 'idle') return captured(release, null);
  if (name === 'code canary') {
    release.lambda.deploy(FUNCTION, { codeSha256: 'Y2FuYXJ5IGNvZGU=' });
    return captured(release, await inCanary(release, { name: 'monday', mode: 'code' }));
  }
  const given = { name: 'monday', modelVersion: '1.1.0' };
  if (name === 'canary') return captured(release, await inCanary(release, given));
  end(release, await inProbation(release, given));
  return captured(release, null);
}

function end({ executions }: InMemoryRelease, { execution }: OngoingRelease): void {
  const started = executions.started.get(execution.arn);
  if (started) started.status = 'SUCCEEDED';
}

async function captured(release: InMemoryRelease, ongoing: OngoingRelease | null): Promise<Situation> {
  const { clock, lambda, ledger, records, executions } = release;
  // entries that follow each other at once are dated into the future
  clock.advance(1);
  const { answer: _answer, ...functions } = lambda.find(FUNCTION);
  return {
    time: milliseconds(clock.now()),
    entries: (await ledger.readFrom(MODEL, 1, 1000)).map(parseStoredEntry),
    ...structuredClone(functions),
    revisions: Number(lambda.nextRevision().split('-')[1]),
    records: await records.list(MODEL),
    executions: structuredClone([...executions.started]),
    ongoing,
  };
}

async function restored(situation: Situation): Promise<ProofWorld> {
  const world = proofWorld();
  const { clock, lambda, ledger, records, executions } = world.release;
  clock.advance((situation.time - milliseconds(clock.now())) / 1000);
  for (const entry of situation.entries) await ledger.append(entry);
  world.entries.push(...situation.entries);
  for (const record of situation.records) {
    await records.put(record);
    world.registered.set(record.modelVersion, record.model.sha256);
  }
  for (const [arn, execution] of situation.executions) executions.started.set(arn, { ...execution });
  for (let given = 0; given < situation.revisions; given += 1) lambda.nextRevision();
  const found = lambda.find(FUNCTION);
  Object.assign(found.latest, situation.latest);
  for (const [number, version] of situation.versions) found.versions.set(number, { ...version });
  found.newest = situation.newest;
  found.alias = situation.alias;
  // everybody was told of what came before
  world.announced = situation.entries.length;
  return world;
}
