import { contentHash } from '../../lib/domain/content-hash.ts';
import { functionVersionSchema } from '../../lib/domain/ledger/release.ts';
import { CodeMoved, FunctionBusy, FunctionMissing, RevisionMoved } from '../../lib/domain/ports/adapter-errors.ts';
import type { FunctionConfiguration, FunctionVersions, Invocation } from '../../lib/domain/ports/function-versions.ts';
import { LIVE_ALIAS } from '../../lib/domain/ports/live-alias.ts';
import { doneAt, type FunctionRecord, type InMemoryLambda, type VersionRecord } from './in-memory-lambda.ts';

/** `draw` decides, per invocation of the alias, whether the canary gets it: when it falls below the weight. */
export function inMemoryFunctionVersions(lambda: InMemoryLambda, draw: () => number = () => 1): FunctionVersions {
  const readConfiguration: FunctionVersions['readConfiguration'] = async (functionName, functionVersion = '$LATEST') =>
    versionOf(lambda.find(functionName), functionVersion).configuration;

  return {
    readConfiguration,

    async updateEnvironment(functionName, environment, revisionId) {
      const { latest } = lambda.find(functionName);
      refuseStale(latest, revisionId);
      const begun = { environment: { ...environment }, revisionId: lambda.nextRevision() };
      latest.configuration = { ...latest.configuration, ...begun, lastUpdateStatus: 'InProgress' };
      latest.readyAt = doneAt(lambda);
      return latest.configuration;
    },

    async listVersions(functionName) {
      return [...lambda.find(functionName).versions.values()].map(({ configuration }) => configuration);
    },

    async listNumbers(functionName) {
      return [...lambda.find(functionName).versions.keys()];
    },

    async publish(functionName, { codeSha256, revisionId, description }) {
      const found = lambda.find(functionName);
      const { latest, versions } = found;
      refuseStale(latest, revisionId);
      const current = latest.configuration;
      if (current.codeSha256 !== codeSha256) {
        throw new CodeMoved(`CodeSHA256 (${codeSha256}) is different from current (${current.codeSha256})`);
      }
      const newest = versions.get(String(found.newest))?.configuration;
      if (newest && frozenHash(newest) === frozenHash(current)) return newest;

      found.newest += 1;
      const functionVersion = String(found.newest);
      const frozen = { ...current, functionVersion, description, revisionId: lambda.nextRevision() };
      const version: VersionRecord = { configuration: { ...frozen, state: 'Pending' }, readyAt: doneAt(lambda) };
      versions.set(functionVersion, version);
      return version.configuration;
    },

    async invoke(functionName, qualifier, payload) {
      const found = lambda.find(functionName);
      const version = versionOf(found, qualifier === LIVE_ALIAS ? routed(found, draw()) : qualifier);
      const { configuration } = version;
      if (configuration.state === 'Inactive') {
        version.configuration = { ...configuration, state: 'Pending' };
        version.readyAt = doneAt(lambda);
      }
      if (configuration.state !== 'Active') throw new FunctionBusy(`${functionName}:${qualifier} is not ready yet`);
      return answered(found, configuration, payload);
    },

    async delete(functionName, functionVersion) {
      const number = functionVersionSchema.parse(functionVersion);
      if (!lambda.has(functionName)) return;
      const { versions, alias } = lambda.find(functionName);
      if ([alias?.functionVersion, alias?.canary?.functionVersion].includes(number)) {
        throw new FunctionBusy(`the alias ${LIVE_ALIAS} uses ${functionName}:${number}`);
      }
      versions.delete(number);
    },
  };
}

function refuseStale({ configuration, readyAt }: VersionRecord, revisionId: string): void {
  if (readyAt !== null) throw new FunctionBusy(`${configuration.functionArn} is being updated`);
  if (configuration.revisionId === revisionId) return;
  throw new RevisionMoved(`${configuration.functionArn} changed since ${revisionId} was read`);
}

/** What a publication freezes: it makes a new version only when this is new. */
function frozenHash({ codeSha256, environment, properties, roleArn }: FunctionConfiguration): string {
  return contentHash({ codeSha256, environment, properties, roleArn });
}

function routed({ alias }: FunctionRecord, drawn: number): string {
  if (alias?.canary && drawn < alias.canary.weight) return alias.canary.functionVersion;
  if (alias) return alias.functionVersion;
  throw new FunctionMissing(`the alias ${LIVE_ALIAS} does not exist`);
}

function versionOf({ latest, versions }: FunctionRecord, functionVersion: string): VersionRecord {
  const version = functionVersion === '$LATEST' ? latest : versions.get(functionVersion);
  if (version) return version;
  throw new FunctionMissing(`${latest.configuration.functionArn}:${functionVersion} does not exist`);
}

function answered(
  { answer }: FunctionRecord,
  configuration: FunctionConfiguration,
  payload: Parameters<FunctionVersions['invoke']>[2],
): Invocation {
  const executedVersion = configuration.functionVersion;
  try {
    return { executedVersion, payload: answer(configuration, payload), functionError: null };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { executedVersion, payload: { errorType: name, errorMessage: message }, functionError: 'Unhandled' };
  }
}
