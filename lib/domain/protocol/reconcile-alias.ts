import { recordDecision } from '../ledger/ledger.ts';
import type { Actor, Routing } from '../ledger/ledger-state.ts';
import { type AliasTarget, sameTarget } from '../ports/live-alias.ts';
import { milliseconds } from '../time.ts';
import { projectHead } from './move-traffic.ts';
import type { ReleasePorts } from './release-ports.ts';

export const RECONCILER: Actor = { kind: 'reconciler', id: 'reconciler' };

const MOVING_MILLISECONDS = 60_000;

/** Puts the alias back to what the ledger says, and records it where it had pointed elsewhere; null where it had not. */
export async function reconcileAlias(ports: ReleasePorts): Promise<string | null> {
  const { found, head, wrote } = await projectHead(ports);
  const { routing } = head.state;
  if (!wrote || routing === null || sameTarget(found, routing) || isUnderWay(ports, routing)) return null;
  const reason = `the alias pointed to ${targetText(found)} instead of ${targetText(routing)}`;
  await recordDecision(ports.ledger, ports.clock, ports.modelName, (_head, at) => ({
    type: 'reconciled',
    at,
    actor: RECONCILER,
    execution: null,
    reason,
    evidence: [],
    found: targetText(found),
  }));
  return reason;
}

/** A mover writes the alias right after its entry: to be faster than one is no repair. */
function isUnderWay({ clock }: ReleasePorts, { movedAt }: Routing): boolean {
  return milliseconds(clock.now()) - milliseconds(movedAt) < MOVING_MILLISECONDS;
}

function targetText({ functionVersion, canary }: AliasTarget): string {
  if (canary === null) return `function version ${functionVersion}`;
  return `function version ${functionVersion} with ${canary.weight} for ${canary.functionVersion}`;
}
