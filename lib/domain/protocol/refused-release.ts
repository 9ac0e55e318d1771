import { type Ledger, recordDecision } from '../ledger/ledger.ts';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import { ChampionChanged, HeldByProbation, LeaseHeld, NoChange } from '../ledger/ledger-errors.ts';
import { type LedgerState, phaseOf } from '../ledger/ledger-state.ts';
import { sameCode } from '../ledger/release.ts';
import type { Executions } from '../ports/executions.ts';
import { executionActor } from '../steps/execution.ts';
import type { StepInput, StepOutput } from '../steps/step-contracts.ts';
import { milliseconds, type Timestamp } from '../time.ts';
import { decideAbandonment, isAbandoned } from './abandoned-release.ts';
import type { PublishingPorts } from './publish-version.ts';
import { deployedCode } from './superseded.ts';

type Input = StepInput<'publish'>;
type Answer = StepOutput<'publish'>;

/** How long an execution waits until it may release, since it started. */
const LONGEST_WAIT_HOURS = 24;
const WAIT_SECONDS = 300;
/** The reconciler may be about to move the alias. */
const UNSETTLED_SECONDS = 60;

interface HoldingPorts extends PublishingPorts {
  readonly ledger: Ledger;
  readonly modelName: string;
  readonly executions: Executions;
}

/**
 * What to answer while another execution has the lease; null when nobody has, or this one. A release that was left behind
 * without traffic is ended first. One with traffic is the reconciler's, as publishing must not move traffic.
 */
export async function heldAnswer(ports: HoldingPorts, head: LedgerEntry | null, input: Input): Promise<Answer | null> {
  const { ledger, clock, modelName, executions } = ports;
  const lease = head?.state.lease;
  if (!head || !lease || lease.execution === input.execution.arn) return null;
  const status = await executions.readStatus(lease.execution);
  const inCanary = phaseOf(head.state, clock.now()) === 'canary';
  if (inCanary || !isAbandoned(status)) {
    if (await releasesSameCode(ports, head.state, input)) return sameCodeAnswer(lease.execution);
    return leaseAnswer(`${lease.execution} has the lease for ${lease.modelVersion}`, input, clock.now());
  }
  await recordDecision(ledger, clock, modelName, decideAbandonment(lease, status, executionActor(input.execution)));
  return null;
}

/** A deployment and the reconciler may both ask for a release of the same code; one of them is enough. */
async function releasesSameCode(
  { functions, functionName }: HoldingPorts,
  { lease, challenger }: LedgerState,
  { request }: Input,
): Promise<boolean> {
  if (request.mode !== 'code' || lease?.mode !== 'code' || challenger === null) return false;
  return sameCode(challenger, deployedCode(await functions.readConfiguration(functionName)));
}

function sameCodeAnswer(holder: string): Answer {
  return { decision: 'skip', code: 'CodeUnderRelease', reason: `${holder} is releasing the deployed code already` };
}

/** What to answer to a refused lease; null for what is a failure. */
export function refusedAnswer(error: unknown, input: Input, now: Timestamp): Answer | null {
  if (error instanceof ChampionChanged) return { decision: 'compare-again', reason: error.message };
  if (error instanceof NoChange) return { decision: 'skip', code: 'NoChange', reason: error.message };
  if (error instanceof HeldByProbation) return { decision: 'skip', code: 'Held: probation', reason: error.message };
  return error instanceof LeaseHeld ? leaseAnswer(error.message, input, now) : null;
}

/** A release starts from where the ledger says that traffic is; until then the reconciler has to put it there. */
export function unsettledAnswer({ execution }: Input, now: Timestamp): Answer {
  const reason = 'the alias is not where the ledger says: the reconciler puts it there';
  if (mayWait(execution, now)) return { decision: 'wait', seconds: UNSETTLED_SECONDS, reason };
  return { decision: 'skip', code: 'AliasUnsettled', reason };
}

/** Changed code waits for its turn; a model that missed it is trained again by the next schedule. */
function leaseAnswer(reason: string, { request, execution }: Input, now: Timestamp): Answer {
  if (request.mode === 'code' && mayWait(execution, now)) return { decision: 'wait', seconds: WAIT_SECONDS, reason };
  return { decision: 'skip', code: 'LeaseHeld', reason };
}

function mayWait({ startedAt }: Input['execution'], now: Timestamp): boolean {
  return milliseconds(now) - milliseconds(startedAt) < LONGEST_WAIT_HOURS * 3_600_000;
}
