import { dynamoDb, s3 } from '../lib/aws/clients.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { s3ArtifactStore } from '../lib/aws/s3-artifact-store.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { baselineModel, baselineRecord } from '../lib/domain/artifacts/baseline-model.ts';
import { writeModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import type { Actor } from '../lib/domain/ledger/ledger-state.ts';
import { BASELINE_VERSION } from '../lib/domain/ledger/model-version.ts';
import type { ArtifactStore } from '../lib/domain/ports/artifact-store.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import { LIVE_ALIAS } from '../lib/domain/ports/live-alias.ts';
import type { VersionRecords } from '../lib/domain/ports/version-record.ts';
import { establishLiveAlias } from '../lib/domain/protocol/establish-live-alias.ts';
import type { PinnedModel, PublishingPorts } from '../lib/domain/protocol/publish-version.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import type { LiveAliasRequest } from '../lib/domain/steps/custom-resources.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { releasePorts } from './release-ports.ts';

export interface LiveAliasPorts extends Omit<ReleasePorts, 'functionName'>, Omit<PublishingPorts, 'functionName'> {
  readonly records: VersionRecords;
  readonly store: ArtifactStore;
  readonly definition: DefinitionSource;
}

/**
 * `Custom::LiveAlias`: creates the alias once, at the first deployment or when the function was replaced, and leaves it
 * alone at every other update, so that no deployment moves traffic.
 */
export function createLiveAlias(ports: LiveAliasPorts) {
  return async (request: StepInput<'live-alias'>): Promise<StepOutput<'live-alias'>> => {
    const { FunctionName: functionName } = request.ResourceProperties;
    if (request.RequestType === 'Delete') {
      await ports.alias.delete(functionName);
      return { PhysicalResourceId: request.PhysicalResourceId };
    }
    const PhysicalResourceId = aliasId(functionName);
    if (request.RequestType === 'Update' && !changesFunction(request, functionName)) return { PhysicalResourceId };
    const actor = deploymentOf(request);
    await establishLiveAlias({ ...ports, functionName }, actor, () => registeredBaseline(ports, actor));
    return { PhysicalResourceId };
  };
}

type Update = Extract<LiveAliasRequest, { RequestType: 'Update' }>;

/**
 * When an update fails, CloudFormation goes back under the id that it had before, though the ledger may have gone on to
 * the other function: so the former properties count, and not the id alone.
 */
function changesFunction({ PhysicalResourceId, OldResourceProperties }: Update, functionName: string): boolean {
  return OldResourceProperties.FunctionName !== functionName || PhysicalResourceId !== aliasId(functionName);
}

function aliasId(functionName: string): string {
  return `${functionName}:${LIVE_ALIAS}`;
}

function deploymentOf({ StackId }: LiveAliasRequest): Actor {
  return { kind: 'deployment', id: StackId.slice(0, 256) };
}

/** Registered once: a repeated request finds the record of the first. */
async function registeredBaseline(
  { records, store, definition, clock, modelName }: LiveAliasPorts,
  createdBy: Actor,
): Promise<PinnedModel> {
  const known = await records.read(modelName, BASELINE_VERSION);
  if (known !== null) return { modelVersion: BASELINE_VERSION, model: known.model };
  const model = baselineModel(await definition());
  const stored = await writeModelArtifact(store, model);
  await records.put(baselineRecord(model, stored, { createdAt: clock.now(), createdBy }));
  return { modelVersion: BASELINE_VERSION, model: stored };
}

export const handler = lambdaHandler('live-alias', (environment) =>
  createLiveAlias({
    ...releasePorts(environment),
    records: dynamoDbVersionRecords(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    store: s3ArtifactStore(s3(), environment.ARTIFACT_BUCKET_NAME),
    definition: s3DefinitionSource(s3(), environment),
  }),
);
