import type { VersionRecord } from '../ports/version-record.ts';
import type { Timestamp } from '../time.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { type LedgerState, unbornState } from './ledger-state.ts';
import type { Release } from './release.ts';

/** What a registered model version is to its model now. */
type ModelRole =
  | 'champion'
  | 'challenger'
  | 'previous-champion'
  | 'candidate'
  | 'rejected'
  | 'rolled-back'
  | 'archived';

export interface ModelStanding {
  readonly role: ModelRole;
  /** When it last became champion on its own merits; null if it never did. */
  readonly deployedAt: Timestamp | null;
}

/** The standing of every record's model version, by model version; `entries` is the whole ledger, oldest first. */
export function modelStandings(
  records: readonly Pick<VersionRecord, 'modelVersion' | 'verdict'>[],
  entries: readonly LedgerEntry[],
): ReadonlyMap<string, ModelStanding> {
  const { fates, deployments } = pasts(entries);
  const state = entries.at(-1)?.state;
  return new Map(
    records.map(({ modelVersion, verdict }) => {
      const fate = fates.get(modelVersion) ?? (verdict === 'reject' ? 'rejected' : 'candidate');
      const role = (state && currentRole(state, modelVersion)) ?? fate;
      return [modelVersion, { role, deployedAt: deployments.get(modelVersion) ?? null }];
    }),
  );
}

/** What the newest entry says about a model version; null when it does not name it. */
function currentRole({ champion, challenger, previousChampions }: LedgerState, modelVersion: string): ModelRole | null {
  if (champion?.modelVersion === modelVersion) return 'champion';
  if (challenger?.modelVersion === modelVersion) return 'challenger';
  return previousChampions.some((release) => release.modelVersion === modelVersion) ? 'previous-champion' : null;
}

interface Pasts {
  /** What became last of each model version that had a verdict, a canary or the championship. */
  readonly fates: Map<string, ModelRole>;
  readonly deployments: Map<string, Timestamp>;
}

function pasts(entries: readonly LedgerEntry[]): Pasts {
  const found: Pasts = { fates: new Map(), deployments: new Map() };
  let before = unbornState;
  for (const entry of entries) {
    for (const [modelVersion, role] of fatesOf(before, entry)) found.fates.set(modelVersion, role);
    const { type, at } = entry.event;
    const champion = entry.state.champion?.modelVersion;
    const deployed = type === 'promoted' || type === 'bootstrapped';
    if (deployed && champion !== undefined) found.deployments.set(champion, at);
    before = entry.state;
  }
  return found;
}

/** Which model versions an entry decides about, and what that makes of them. */
function fatesOf(before: LedgerState, { event, state }: LedgerEntry): (readonly [string, ModelRole])[] {
  if (event.type === 'registered') return [[event.modelVersion, event.verdict === 'reject' ? 'rejected' : 'candidate']];
  if (event.type === 'promoted') return others(state, before.champion).map((former) => [former, 'archived']);
  if (event.type !== 'rolled-back') return [];
  // whoever had traffic before it and does not have it any more
  const canary = before.routing?.canary ? before.challenger : null;
  return others(state, before.champion, canary).map((back) => [back, 'rolled-back']);
}

/** Model versions of releases, without the champion's: a release of code alone has the same model. */
function others({ champion }: LedgerState, ...releases: readonly (Release | null)[]): string[] {
  return releases.flatMap((release) =>
    release === null || release.modelVersion === champion?.modelVersion ? [] : [release.modelVersion],
  );
}
