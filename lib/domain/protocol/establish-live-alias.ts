import { recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { NotBootstrapped } from '../ledger/ledger-errors.ts';
import type { Actor } from '../ledger/ledger-state.ts';
import type { Release } from '../ledger/release.ts';
import { RevisionMoved } from '../ports/adapter-errors.ts';
import { aliasDescription } from '../ports/live-alias.ts';
import type { Timestamp } from '../time.ts';
import { askVersion } from './ask-version.ts';
import { projectHead } from './move-traffic.ts';
import { SmokeTestFailed } from './protocol-errors.ts';
import { type ModelPin, type PublishingPorts, publishVersion } from './publish-version.ts';
import type { ReleasePorts } from './release-ports.ts';

type Ports = ReleasePorts & PublishingPorts;

/**
 * Makes a function serve: with an empty ledger by giving birth to the model, with a ledger from another function by
 * adopting its champion. Then the alias is created once, where the ledger says. Doing it again changes nothing.
 */
export async function establishLiveAlias(
  ports: Ports,
  actor: Actor,
  /** Registers the model that is there before anything was learned. */
  baseline: () => Promise<ModelPin>,
): Promise<LedgerEntry> {
  const head = await ports.ledger.readHead(ports.modelName);
  if (head?.state.champion == null) {
    const release = await servingRelease(ports, await baseline());
    await bear(ports, actor, release);
  } else if (!head.state.champion.functionArn.endsWith(`:${ports.functionName}`)) {
    const { modelVersion, modelKey: key, modelSha256: sha256 } = head.state.champion;
    await adopt(ports, actor, await servingRelease(ports, { modelVersion, model: { key, sha256 } }));
  }
  return createAlias(ports);
}

async function servingRelease(ports: Ports, pin: ModelPin): Promise<Release> {
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
