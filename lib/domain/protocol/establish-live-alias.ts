import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { NotBootstrapped, ReleaseMismatch } from '../ledger/ledger-errors.ts';
import type { Actor } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import { RevisionMoved } from '../ports/adapter-errors.ts';
import { aliasDescription } from '../ports/live-alias.ts';
import type { Timestamp } from '../time.ts';
import { askVersion } from './ask-version.ts';
import { projectHead } from './move-traffic.ts';
import { SmokeTestFailed } from './protocol-errors.ts';
import { type PinnedModel, type PublishingPorts, publishVersion } from './publish-version.ts';
import type { ReleasePorts } from './release-ports.ts';

type Ports = ReleasePorts & PublishingPorts;

const MOST_ATTEMPTS = 3;

/**
 * Makes a function serve: with an empty ledger by giving birth to the model, with a ledger from another function by
 * adopting its champion. Then the alias is created once, where the ledger says. Doing it again changes nothing.
 */
export async function establishLiveAlias(
  ports: Ports,
  actor: Actor,
  /** Registers the model that is there before anything was learned. */
  baseline: () => Promise<PinnedModel>,
): Promise<LedgerEntry> {
  const head = await ports.ledger.readHead(ports.modelName);
  if (head?.state.champion == null) {
    const release = await servingRelease(ports, await baseline());
    await bear(ports, actor, release);
  } else {
    await adoptChampion(ports, actor);
  }
  return createAlias(ports);
}

/** The champion may change on the former function while it is published on this one: then the new one is adopted. */
async function adoptChampion(ports: Ports, actor: Actor): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const champion = (await ports.ledger.readHead(ports.modelName))?.state.champion;
    if (!champion || champion.functionArn.endsWith(`:${ports.functionName}`)) return;
    const { modelVersion, modelKey: key, modelSha256: sha256 } = champion;
    const release = await servingRelease(ports, { modelVersion, model: { key, sha256 } });
    if (await adopted(ports, actor, release, attempt)) return;
  }
}

async function adopted(ports: Ports, actor: Actor, release: Release, attempt: number): Promise<boolean> {
  try {
    await adopt(ports, actor, release);
    return true;
  } catch (error) {
    if (error instanceof ReleaseMismatch && attempt < MOST_ATTEMPTS) return false;
    throw error;
  }
}

async function servingRelease(ports: Ports, pin: PinnedModel): Promise<Release> {
  const release = await publishVersion(ports, pin);
  const { servable, detail } = await askVersion(ports, release);
  if (servable) return { ...release, servability: { servable, detail, checkedAt: ports.clock.now() } };
  throw new SmokeTestFailed(
    `function version ${release.functionVersion} should serve ${pin.modelVersion}, got: ${detail}`,
  );
}

function bear(ports: Ports, actor: Actor, release: Release) {
  const reason = `the first deployment serves ${release.modelVersion}, which knows nothing yet`;
  return recordDecision(ports.ledger, ports.clock, ports.modelName, (head, at) =>
    head?.state.champion ? null : { type: 'bootstrapped', ...said(actor, at, reason), release },
  );
}

function adopt(ports: Ports, actor: Actor, release: Release) {
  const reason = `${release.functionArn} takes over with the champion ${release.modelVersion}`;
  return recordDecision(ports.ledger, ports.clock, ports.modelName, (head, at) =>
    head?.state.champion?.functionArn === release.functionArn
      ? null
      : { type: 'adopted', ...said(actor, at, reason), release },
  );
}

function said(actor: Actor, at: Timestamp, reason: string) {
  return { at, actor, execution: null, reason, evidence: [] };
}

async function createAlias(ports: Ports): Promise<LedgerEntry> {
  const { ledger, alias, modelName, functionName } = ports;
  const head = await ledger.readHead(modelName);
  if (!head?.state.routing) throw new NotBootstrapped(`${modelName} should have a champion by now, got none`);
  if ((await alias.read(functionName)) === null) {
    try {
      await alias.create(functionName, head.state.routing, aliasDescription(head.sequence, head.state.routing));
      return head;
    } catch (error) {
      if (!(error instanceof RevisionMoved)) throw error;
    }
  }
  return (await projectHead(ports)).head;
}
