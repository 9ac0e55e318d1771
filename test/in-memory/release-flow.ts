import { signedRecord } from '../../lib/domain/artifacts/record-signature.ts';
import { recordDecision } from '../../lib/domain/ledger/ledger.ts';
import { parseStoredEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { EventOf, EventType } from '../../lib/domain/ledger/ledger-event.ts';
import type { ExecutionStatus } from '../../lib/domain/ports/executions.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';
import type { Execution, ReleaseOrder } from '../../lib/domain/steps/execution.ts';
import { publishInputSchema } from '../../lib/domain/steps/publish.ts';
import { reconcileAnswerSchema } from '../../lib/domain/steps/reconcile.ts';
import { rollbackRequestSchema } from '../../lib/domain/steps/rollback-request.ts';
import type { StepInput } from '../../lib/domain/steps/step-contracts.ts';
import { sampleRecord } from '../contracts/sample-version-record.ts';
import { EVIDENCE, eventOf, MODEL } from '../domain/ledger/ledger-samples.ts';
import { FUNCTION, type InMemoryRelease, inMemoryRelease } from './in-memory-release.ts';

export const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Churn/1';

export function liveAliasRequest(
  RequestType: 'Create' | 'Update' | 'Delete' = 'Create',
  FunctionName = FUNCTION,
): StepInput<'live-alias'> {
  const ResourceProperties = { FunctionName, AliasName: 'live' };
  const common = { RequestId: 'request-1', StackId: STACK, LogicalResourceId: 'LiveAlias', ResourceProperties };
  if (RequestType === 'Create') return { RequestType, ...common };
  const PhysicalResourceId = `${FUNCTION}:live`;
  if (RequestType === 'Delete') return { RequestType, ...common, PhysicalResourceId };
  return {
    RequestType,
    ...common,
    PhysicalResourceId,
    OldResourceProperties: { ...ResourceProperties, FunctionName: FUNCTION },
  };
}

/** Everything deployed, the baseline serves. */
export async function bootstrapped(fields: object = {}): Promise<InMemoryRelease> {
  const release = inMemoryRelease(fields);
  await release.rivals.liveAlias(liveAliasRequest());
  return release;
}

/** The record of a model; registers it first where there is none. */
export async function recordOf({ records, signer }: InMemoryRelease, modelVersion: string): Promise<VersionRecord> {
  const known = await records.read(MODEL, modelVersion);
  if (known !== null) return known;
  const record = await signedRecord(signer, sampleRecord(modelVersion));
  await records.put(record);
  return record;
}

/** The order to release a registered model that won its comparison with the present champion. */
export async function registered(release: InMemoryRelease, modelVersion: string): Promise<ReleaseOrder> {
  const { model } = await recordOf(release, modelVersion);
  const { champion } = (await release.head()).state;
  if (champion === null) throw new Error('there should be a champion, got none');
  return {
    candidate: { modelVersion, model },
    compared: { modelVersion: champion.modelVersion, modelSha256: champion.modelSha256 },
    grounds: { kind: 'comparison', verdict: 'promote', sequence: await wonComparison(release, modelVersion, model) },
  };
}

/** The entry that says so, which is written where there is none. */
async function wonComparison(
  { ledger, clock }: InMemoryRelease,
  modelVersion: string,
  { sha256: modelSha256 }: VersionRecord['model'],
): Promise<number> {
  const known = (await ledger.readFrom(MODEL, 1, 1000)).map(parseStoredEntry).findLast(({ event }) => {
    return event.type === 'registered' && event.modelVersion === modelVersion;
  });
  if (known !== undefined) return known.sequence;
  const written = await recordDecision(ledger, clock, MODEL, (_head, at) =>
    eventOf('registered', { at, execution: null, modelVersion, modelSha256, verdict: 'promote' }),
  );
  return written?.sequence ?? 0;
}

/** The champion's own model once more. */
export async function codeOrder({ records, head }: InMemoryRelease): Promise<ReleaseOrder> {
  const { champion } = (await head()).state;
  const record = await records.read(MODEL, champion?.modelVersion ?? '');
  if (champion === null || record === null) throw new Error('there should be a registered champion, got none');
  const { modelVersion, modelSha256 } = champion;
  return {
    candidate: { modelVersion, model: record.model },
    compared: { modelVersion, modelSha256 },
    grounds: { kind: 'code-change' },
  };
}

/** What Retrain gives to the step that publishes, when it was started with `request`. */
export function publication(execution: Execution, order: ReleaseOrder, request: object = {}): StepInput<'publish'> {
  return publishInputSchema.parse({ execution, request, order });
}

export interface OngoingRelease {
  readonly execution: Execution;
  readonly functionVersion: string;
}

type Order = { readonly name?: string; readonly modelVersion?: string; readonly mode?: 'model' | 'code' };

/** Published, and no more. */
export async function publishing(release: InMemoryRelease, given: Order = {}): Promise<OngoingRelease> {
  const { name = 'monday', modelVersion = '1.0.0', mode = 'model' } = given;
  const order = mode === 'code' ? await codeOrder(release) : await registered(release, modelVersion);
  const execution = release.execution(name);
  const answer = await release.rivals.publish(publication(execution, order, { mode }));
  if (answer.decision !== 'published') throw new Error(`it should be published, got ${JSON.stringify(answer)}`);
  return { execution, functionVersion: answer.functionVersion };
}

/** Published, smoke-tested, and the champion drilled. */
export async function proving(release: InMemoryRelease, given: Order = {}): Promise<OngoingRelease> {
  const ongoing = await publishing(release, given);
  await release.rivals.smokeTest(ongoing);
  await release.rivals.drill(ongoing);
  return ongoing;
}

/** On the first step of its canary. */
export async function inCanary(release: InMemoryRelease, given: Order = {}): Promise<OngoingRelease> {
  const ongoing = await proving(release, given);
  await release.rivals.shift({ ...ongoing, fromWeight: 0 });
  return ongoing;
}

export function promotion(ongoing: OngoingRelease): StepInput<'promote'> {
  return { ...ongoing, reason: 'the canary holds', evidence: EVIDENCE };
}

/** Champion for a moment. */
export async function inProbation(release: InMemoryRelease, given: Order = {}): Promise<OngoingRelease> {
  const ongoing = await inCanary(release, given);
  await release.rivals.promote(promotion(ongoing));
  return ongoing;
}

/** Champion, and its probation is over. */
export async function inPeace(release: InMemoryRelease, given: Order = {}): Promise<OngoingRelease> {
  const ongoing = await inProbation(release, given);
  // a second more, because entries that follow each other at once are dated into the future
  release.clock.advance(release.deployed.definition.rollback.probationSeconds + 1);
  return ongoing;
}

export function ownRollback(
  ongoing: OngoingRelease,
  cause: 'canary-verdict' | 'alarm' | 'failure' | 'superseded' = 'canary-verdict',
): StepInput<'roll-back'> {
  return { ...ongoing, cause, reason: 'the canary fails', evidence: EVIDENCE };
}

export function requestedRollback(
  release: InMemoryRelease,
  request: object = {},
  name = 'by-hand',
): StepInput<'roll-back'> {
  return { execution: release.execution(name), request: rollbackRequestSchema.parse(request) };
}

/** An execution that does not run any more, or that waits to. */
export function stop({ executions }: InMemoryRelease, arn: string, status: ExecutionStatus): void {
  const started = executions.started.get(arn);
  if (started) started.status = status;
}

/** One call of the schedule. */
export async function reconcile({ steps }: InMemoryRelease) {
  return reconcileAnswerSchema.parse(await steps.reconcile());
}

export async function sequenceOf({ head }: InMemoryRelease): Promise<number> {
  return (await head()).sequence;
}

/** Events of one type in the ledger, oldest first. */
export async function eventsOf<Type extends EventType>(
  { ledger }: InMemoryRelease,
  type: Type,
): Promise<EventOf<Type>[]> {
  const entries = (await ledger.readFrom(MODEL, 1, 1000)).map(parseStoredEntry);
  return entries.flatMap(({ event }) => (event.type === type ? [event as EventOf<Type>] : []));
}

/** Somebody moves all traffic in the console, which keeps the description. */
export async function moveByHand({ alias }: InMemoryRelease, functionVersion: string): Promise<void> {
  const found = await alias.read(FUNCTION);
  if (found === null) throw new Error('there should be an alias, got none');
  await alias.move(FUNCTION, { functionVersion, canary: null }, found.description, found.revisionId);
}

/** Asks for the release of a registered model, and keeps the question beside the answer. */
export async function publishModel(release: InMemoryRelease, name = 'monday', modelVersion = '1.0.0') {
  const order = await registered(release, modelVersion);
  const input = publication(release.execution(name), order);
  return { input, answer: await release.steps.publish(input) };
}
