import { dynamoDb, kms, s3, stepFunctions } from '../lib/aws/clients.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { kmsSigner } from '../lib/aws/kms-signer.ts';
import { s3DefinitionSource } from '../lib/aws/s3-definition-source.ts';
import { stepFunctionsExecutions } from '../lib/aws/step-functions-executions.ts';
import { verifyRecord } from '../lib/domain/artifacts/record-signature.ts';
import { recordDecision } from '../lib/domain/ledger/ledger.ts';
import { CodeRejected, ReleaseMismatch } from '../lib/domain/ledger/ledger-errors.ts';
import { type LedgerState, unbornState } from '../lib/domain/ledger/ledger-state.ts';
import { metricNames } from '../lib/domain/metric-names.ts';
import { RecordBroken } from '../lib/domain/ports/adapter-errors.ts';
import type { DefinitionSource } from '../lib/domain/ports/definition-source.ts';
import type { Executions } from '../lib/domain/ports/executions.ts';
import { sameTarget } from '../lib/domain/ports/live-alias.ts';
import type { MetricRecorder } from '../lib/domain/ports/metric-recorder.ts';
import type { Signer } from '../lib/domain/ports/signer.ts';
import type { VersionRecords } from '../lib/domain/ports/version-record.ts';
import { readAlias } from '../lib/domain/protocol/move-traffic.ts';
import { type PublishingPorts, publishVersion, settledLatest } from '../lib/domain/protocol/publish-version.ts';
import { heldAnswer, refusedAnswer, unsettledAnswer } from '../lib/domain/protocol/refused-release.ts';
import type { ReleasePorts } from '../lib/domain/protocol/release-ports.ts';
import { deployedCode } from '../lib/domain/protocol/superseded.ts';
import { takeLease } from '../lib/domain/protocol/take-lease.ts';
import { executionActor } from '../lib/domain/steps/execution.ts';
import type { StepInput, StepOutput } from '../lib/domain/steps/step-contracts.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { embeddedMetrics } from './metric-recorder.ts';
import { releasePorts } from './release-ports.ts';

export interface PublishPorts extends ReleasePorts, PublishingPorts {
  readonly definition: DefinitionSource;
  readonly records: VersionRecords;
  readonly signer: Signer;
  readonly executions: Executions;
  readonly metrics: MetricRecorder;
}

type Input = StepInput<'publish'>;
type Output = StepOutput<'publish'>;

/** Takes the lease and publishes a function version that is pinned to the candidate; a repeated call goes on where it was. */
export function createPublish(ports: PublishPorts) {
  return async (input: Input): Promise<Output> => {
    await requireRegistered(ports, input);
    const head = await ports.ledger.readHead(ports.modelName);
    const held = (await heldAnswer(ports, head, input)) ?? (await unsettledAlias(ports, input));
    return held ?? (await published(ports, input));
  };
}

async function published(ports: PublishPorts, input: Input): Promise<Output> {
  const taken = await leased(ports, input);
  if ('decision' in taken) return taken;
  const functionVersion = taken.challenger?.functionVersion ?? (await publishChallenger(ports, input, taken));
  return { decision: 'published', functionVersion, plan: taken.lease?.plan ?? 'canary' };
}

/** The state with the execution's lease in it, or what to answer without one: whoever has a lease cannot just skip. */
async function leased(ports: PublishPorts, input: Input): Promise<LedgerState | Output> {
  const { execution, request, order } = input;
  const { canary } = await ports.definition();
  const deployed = deployedCode(await settledLatest(ports));
  try {
    return await takeLease(ports, { execution, request, order, canary, deployed });
  } catch (error) {
    if (error instanceof CodeRejected) ports.metrics.record(metricNames.codeRejections, 1, ports);
    const answer = refusedAnswer(error, input, ports.clock.now());
    if (answer === null) throw error;
    return answer;
  }
}

/** Only what was registered and signed is published: the record has to be about these very bytes. */
async function requireRegistered({ records, signer, modelName }: PublishPorts, { order }: Input): Promise<void> {
  const { modelVersion, model } = order.candidate;
  const record = await records.read(modelName, modelVersion);
  if (record?.model.sha256 !== model.sha256 || record.model.key !== model.key) {
    throw new ReleaseMismatch(
      `${modelVersion} should be registered with the model ${model.sha256}, got ${record?.model.sha256 ?? 'no record'}`,
    );
  }
  if (record.modelName !== modelName || record.modelVersion !== modelVersion) {
    const other = `${record.modelVersion} of ${record.modelName}`;
    throw new RecordBroken(`the version record ${modelVersion} of ${modelName} is that of ${other}: do not release it`);
  }
  await verifyRecord(signer, record);
}

/** What to answer while the alias is not where the ledger says, unless the release has begun already. */
async function unsettledAlias(ports: PublishPorts, input: Input): Promise<Output | null> {
  const found = await readAlias(ports);
  const { lease, routing } = (await ports.ledger.readHead(ports.modelName))?.state ?? unbornState;
  const hasBegun = lease?.execution === input.execution.arn;
  if (hasBegun || routing === null || sameTarget(found, routing)) return null;
  return unsettledAnswer(input, ports.clock.now());
}

async function publishChallenger(
  ports: PublishPorts,
  { execution, order }: Input,
  { pruned }: LedgerState,
): Promise<string> {
  const release = await publishVersion(ports, order.candidate, pruned);
  await recordDecision(ports.ledger, ports.clock, ports.modelName, (head, at) => {
    if (head?.state.challenger?.functionVersion === release.functionVersion) return null;
    return {
      type: 'published',
      at,
      actor: executionActor(execution),
      execution: execution.arn,
      reason: `${release.modelVersion} is pinned to function version ${release.functionVersion}`,
      evidence: [],
      release,
    };
  });
  return release.functionVersion;
}

export const handler = lambdaHandler('publish', (environment) =>
  createPublish({
    ...releasePorts(environment),
    definition: s3DefinitionSource(s3(), environment),
    records: dynamoDbVersionRecords(dynamoDb(), environment.REGISTRY_TABLE_NAME),
    signer: kmsSigner(kms(), environment.SIGNING_KEY_ID),
    executions: stepFunctionsExecutions(stepFunctions()),
    metrics: embeddedMetrics(),
  }),
);
