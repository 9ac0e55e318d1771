import type { ModelDefinition } from '../definition/model-definition.ts';
import { recordDecision } from '../ledger/ledger.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { type LedgerState, MOST_PRUNED, phaseOf } from '../ledger/ledger-state.ts';
import { FunctionBusy } from '../ports/adapter-errors.ts';
import type { AliasTarget } from '../ports/live-alias.ts';
import type { Timestamp } from '../time.ts';
import type { PublishingPorts } from './publish-version.ts';
import { RECONCILER } from './reconcile-alias.ts';
import type { ReleasePorts } from './release-ports.ts';

type Ports = ReleasePorts & PublishingPorts;

/** However few a definition wants (S4-28). */
const LEAST_KEPT = 3;

/**
 * Deletes function versions that nobody needs, between releases. The intent is recorded first: from then on no transition
 * takes one of them, so what a crash left over is deleted later without another entry. Models are never deleted. Returns
 * what was done.
 */
export async function pruneVersions(ports: Ports, { retention }: ModelDefinition): Promise<string[]> {
  const { ledger, functions, modelName, functionName } = ports;
  const state = (await ledger.readHead(modelName))?.state;
  if (!state || !isServing(state, functionName)) return [];
  const quiet = isQuiet(state, ports.clock.now());
  if (!quiet && state.pruned.length === 0) return [];
  const published = await functions.listNumbers(functionName);
  const left = await deleteThose(ports, state.pruned, published);
  if (!quiet) return left;
  const { functionVersions } = (await decidePruning(ports, published, retention.functionVersions)) ?? {};
  return functionVersions === undefined ? left : [...left, ...(await deleteThose(ports, functionVersions, published))];
}

/** Versions that may go, oldest first: neither ledger nor alias names them, and they are not among the newest. */
export function unneededVersions(
  { champion, challenger, previousChampions, routing }: LedgerState,
  alias: AliasTarget,
  /** Oldest first. */
  published: readonly string[],
  /** How many of the newest stay at least. */
  kept: number,
): string[] {
  const releases = [champion, challenger, ...previousChampions, routing, routing?.canary, alias, alias.canary];
  const needed = new Set([
    ...releases.map((release) => release?.functionVersion),
    ...published.slice(-Math.max(kept, LEAST_KEPT)),
  ]);
  return published.filter((functionVersion) => !needed.has(functionVersion));
}

/** Numbers mean nothing on another function. */
function isServing({ champion }: LedgerState, functionName: string): boolean {
  return champion?.functionArn.endsWith(`:${functionName}`) === true;
}

/** Whatever goes on may need an old version, if only to compare with. */
function isQuiet(state: LedgerState, now: Timestamp): boolean {
  return phaseOf(state, now) === 'idle' && state.watchedSince === null;
}

async function decidePruning(ports: Ports, published: readonly string[], kept: number) {
  const { ledger, alias, clock, modelName, functionName } = ports;
  // read before the head: whoever moves it later has an entry there first
  const target = await alias.read(functionName);
  if (target === null) return null;
  const appended = await recordDecision(ledger, clock, modelName, (head, at): EventOf<'pruned'> | null => {
    if (head === null || !isServing(head.state, functionName) || !isQuiet(head.state, at)) return null;
    const functionVersions = unneededVersions(head.state, target, published, kept).slice(0, MOST_PRUNED);
    if (functionVersions.every((one) => head.state.pruned.includes(one))) return null;
    return {
      type: 'pruned',
      at,
      actor: RECONCILER,
      execution: null,
      reason: `${functionVersions.length} function versions that nobody needs are deleted; their models stay`,
      evidence: [{ metric: 'published versions', value: published.length, threshold: kept, n: null, interval: null }],
      functionVersions,
    };
  });
  return appended?.event.type === 'pruned' ? appended.event : null;
}

async function deleteThose(
  { functions, functionName }: Ports,
  functionVersions: readonly string[],
  published: readonly string[],
): Promise<string[]> {
  const done: string[] = [];
  for (const functionVersion of functionVersions.filter((one) => published.includes(one))) {
    try {
      await functions.delete(functionName, functionVersion);
      done.push(`deleted function version ${functionVersion}`);
    } catch (error) {
      // an alias that is not Ratchet's has it; it is tried again
      if (!(error instanceof FunctionBusy)) throw error;
      done.push(`could not delete function version ${functionVersion}: ${error.message}`);
    }
  }
  return done;
}
