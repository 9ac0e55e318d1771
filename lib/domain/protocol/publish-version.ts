import type { RatchetError } from '../errors.ts';
import type { Release } from '../ledger/release.ts';
import { CodeMoved, FunctionBusy, RevisionMoved } from '../ports/adapter-errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { FunctionConfiguration, FunctionVersions } from '../ports/function-versions.ts';
import { releaseKey } from '../release-key.ts';
import { FunctionNotReady, PinMismatch } from './protocol-errors.ts';

export interface PublishingPorts {
  readonly functions: FunctionVersions;
  readonly clock: Clock;
  readonly functionName: string;
}

/** The one model that a function version serves, for ever. */
export interface PinnedModel {
  readonly modelVersion: string;
  readonly model: { readonly key: string; readonly sha256: string };
}

type Pin = Readonly<Record<'MODEL_VERSION' | 'MODEL_KEY' | 'MODEL_SHA256' | 'RELEASE_KEY', string>>;

const MOST_ATTEMPTS = 6;
const MOST_LOOKS = 60;

/**
 * Publishes the deployed code with a model, or finds the version that has both already. The environment of `$LATEST` is
 * not put back: nobody serves it. Throws `FunctionNotReady` or `PinMismatch`; what another writer disturbs is begun anew.
 */
export async function publishVersion(
  ports: PublishingPorts,
  pin: PinnedModel,
  /** Versions that are being deleted, and so are found no more. */
  pruned: readonly string[] = [],
): Promise<Release> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await publishOnce(ports, pin, pruned);
    } catch (error) {
      if (!isDisturbance(error) || attempt >= MOST_ATTEMPTS) throw error;
      await ports.clock.sleep(2 * attempt);
    }
  }
}

/** Somebody else is changing the function, or has just changed it. */
function isDisturbance(error: unknown): boolean {
  return [FunctionBusy, RevisionMoved, CodeMoved].some((disturbance) => error instanceof disturbance);
}

async function publishOnce(
  ports: PublishingPorts,
  { modelVersion, model }: PinnedModel,
  pruned: readonly string[],
): Promise<Release> {
  const { functions, functionName } = ports;
  const before = await settledLatest(ports);
  const pin: Pin = {
    MODEL_VERSION: modelVersion,
    MODEL_KEY: model.key,
    MODEL_SHA256: model.sha256,
    RELEASE_KEY: releaseKey(before),
  };
  // a second update would change the revision again, so a retry does not repeat it, unless Lambda could not do the first
  const isPinned = carries(before, pin) && before.lastUpdateStatus === 'Successful';
  const latest = isPinned ? before : await pinLatest(ports, before, pin);
  const known = (await functions.listVersions(functionName)).findLast(
    (published) =>
      carries(published, pin) &&
      published.codeSha256 === latest.codeSha256 &&
      !pruned.includes(published.functionVersion),
  );
  const { codeSha256, revisionId } = latest;
  const description = `model=${modelVersion} sha=${model.sha256.slice(0, 12)}`;
  const published = known ?? (await functions.publish(functionName, { codeSha256, revisionId, description }));
  if (!carries(published, pin)) {
    throw new PinMismatch(
      `function version ${published.functionVersion} should carry model ${modelVersion}, got ${published.environment.MODEL_VERSION ?? 'none'}`,
    );
  }
  await untilActive(ports, published.functionVersion);
  return releaseOf(published, pin);
}

async function pinLatest(ports: PublishingPorts, latest: FunctionConfiguration, pin: Pin) {
  await ports.functions.updateEnvironment(ports.functionName, { ...latest.environment, ...pin }, latest.revisionId);
  const pinned = await readLatest(ports);
  if (carries(pinned, pin) && releaseKey(pinned) === pin.RELEASE_KEY) return pinned;
  throw new RevisionMoved(`${ports.functionName} was changed while its environment was written: read it again`);
}

/** The deployed function, once Lambda has done its last update. Throws `FunctionNotReady` for one that failed. */
export async function readLatest(ports: PublishingPorts): Promise<FunctionConfiguration> {
  const latest = await settledLatest(ports);
  if (latest.lastUpdateStatus === 'Successful') return latest;
  throw notReady(ports, '$LATEST', 'its last update failed: deploy it again');
}

/** The same for whoever goes on after a failed update, such as one that pinned a model: the next one mends it. */
export function settledLatest(ports: PublishingPorts): Promise<FunctionConfiguration> {
  return until(ports, '$LATEST', ({ lastUpdateStatus }) => lastUpdateStatus !== 'InProgress');
}

function untilActive(ports: PublishingPorts, functionVersion: string): Promise<FunctionConfiguration> {
  return until(ports, functionVersion, ({ state }) => {
    if (state === 'Failed') throw notReady(ports, functionVersion, 'Lambda could not start it');
    return state !== 'Pending';
  });
}

async function until(
  ports: PublishingPorts,
  functionVersion: string,
  holds: (configuration: FunctionConfiguration) => boolean,
): Promise<FunctionConfiguration> {
  const qualifier = functionVersion === '$LATEST' ? undefined : functionVersion;
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    const configuration = await ports.functions.readConfiguration(ports.functionName, qualifier);
    if (holds(configuration)) return configuration;
    await ports.clock.sleep(1);
  }
  throw notReady(ports, functionVersion, `it is still busy after ${MOST_LOOKS} seconds: try again later`);
}

function notReady({ functionName }: PublishingPorts, functionVersion: string, why: string): RatchetError {
  return new FunctionNotReady(`${functionName}:${functionVersion} is not ready: ${why}`);
}

function carries({ environment }: FunctionConfiguration, pin: Pin): boolean {
  return Object.entries(pin).every(([name, value]) => environment[name] === value);
}

function releaseOf({ functionArn, functionVersion, roleArn, codeSha256 }: FunctionConfiguration, pin: Pin): Release {
  return {
    modelVersion: pin.MODEL_VERSION,
    modelKey: pin.MODEL_KEY,
    modelSha256: pin.MODEL_SHA256,
    functionArn,
    functionVersion,
    roleArn,
    releaseKey: pin.RELEASE_KEY,
    codeSha256,
    servability: null,
  };
}
