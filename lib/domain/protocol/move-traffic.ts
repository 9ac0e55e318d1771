import type { Decide } from '../ledger/ledger.ts';
import { type LedgerEntry, nextEntry, nextTime } from '../ledger/ledger-entry.ts';
import { ForeignFunction, LedgerConflict, NotBootstrapped } from '../ledger/ledger-errors.ts';
import type { Routing } from '../ledger/ledger-state.ts';
import { RevisionMoved } from '../ports/adapter-errors.ts';
import { type AliasState, aliasDescription, sameTarget, showsRouting } from '../ports/live-alias.ts';
import { AliasMissing } from './protocol-errors.ts';
import type { ReleasePorts } from './release-ports.ts';

/** What a decision about traffic came to. */
export interface Move {
  /** The entry that was appended; null when there was nothing to decide. */
  readonly appended: LedgerEntry | null;
  /** The alias as it was before. */
  readonly found: AliasState;
  /** The newest entry that the mover has seen. */
  readonly head: LedgerEntry;
  /** Whether this mover wrote the alias. */
  readonly wrote: boolean;
  /** False when a newer decision moved the traffic elsewhere in the meantime. */
  readonly stands: boolean;
}

const MOST_ATTEMPTS = 8;

/**
 * The one way in which traffic moves: read the alias, read the head, append the intent, write the alias under the
 * revision that was read first. That order is what makes it safe: no write under an older entry can follow the
 * projection of a newer one. When `decide` has nothing to append, the head is projected as it stands.
 *
 * Throws what `decide` throws, an `IllegalTransition`, `AliasMissing`, and after eight lost races `LedgerConflict` or
 * `RevisionMoved`.
 */
export async function moveTraffic(ports: ReleasePorts, decide: Decide): Promise<Move> {
  const alias = await readAlias(ports);
  for (let attempt = 1; ; attempt += 1) {
    const head = await ports.ledger.readHead(ports.modelName);
    const event = await decide(head, nextTime(head, ports.clock.now()));
    if (event === null) return { ...(await project(ports, alias, existing(head))), appended: null };
    const entry = nextEntry(ports.modelName, head, event);
    // what cannot be projected on this function is not decided either
    routingOn(ports, entry);
    try {
      await ports.ledger.append(entry);
      return { ...(await project(ports, alias, entry)), appended: entry };
    } catch (error) {
      // the alias is not read again: at worst its revision is stale, and the write below is refused
      if (!(error instanceof LedgerConflict) || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** Makes the alias say what the newest entry says, whoever wrote it. */
export function projectHead(ports: ReleasePorts): Promise<Move> {
  return moveTraffic(ports, () => null);
}

async function project(ports: ReleasePorts, found: AliasState, entry: LedgerEntry): Promise<Omit<Move, 'appended'>> {
  const wanted = routingOn(ports, entry);
  let [alias, head] = [found, entry];
  for (let attempt = 1; sameRouting(head.state.routing, wanted); attempt += 1) {
    if (showsRouting(alias, wanted)) return { found, head, wrote: false, stands: true };
    if (await wroteAlias(ports, entry, wanted, alias.revisionId, attempt)) {
      return { found, head, wrote: true, stands: true };
    }
    alias = await readAlias(ports);
    head = existing(await ports.ledger.readHead(ports.modelName));
  }
  return { found, head, wrote: false, stands: false };
}

/** False when somebody else has written since. */
async function wroteAlias(
  { alias, functionName }: ReleasePorts,
  { sequence }: LedgerEntry,
  wanted: Routing,
  revisionId: string,
  attempt: number,
): Promise<boolean> {
  try {
    await alias.move(functionName, wanted, aliasDescription(sequence, wanted), revisionId);
    return true;
  } catch (error) {
    if (error instanceof RevisionMoved && attempt < MOST_ATTEMPTS) return false;
    throw error;
  }
}

/** The same decision about routing, not only the same numbers: a later one may lead to the same place. */
function sameRouting(one: Routing | null, other: Routing): boolean {
  return one !== null && one.movedAt === other.movedAt && sameTarget(one, other);
}

/** Throws `AliasMissing`. */
export async function readAlias({
  alias,
  functionName,
}: Pick<ReleasePorts, 'alias' | 'functionName'>): Promise<AliasState> {
  const found = await alias.read(functionName);
  if (found !== null) return found;
  throw new AliasMissing(`${functionName} should have the alias 'live', got none: deploy the model's stack`);
}

function existing(head: LedgerEntry | null): LedgerEntry {
  if (head !== null) return head;
  throw new NotBootstrapped("the ledger has no entry; deploy the model's stack first");
}

/** Version numbers mean nothing on another function. */
function routingOn({ functionName }: ReleasePorts, { state: { routing }, modelName }: LedgerEntry): Routing {
  if (routing === null) throw new NotBootstrapped(`${modelName} has no champion; deploy its stack first`);
  if (routing.functionArn.endsWith(`:${functionName}`)) return routing;
  throw new ForeignFunction(`the ledger routes traffic on ${routing.functionArn}, not on ${functionName}`);
}
