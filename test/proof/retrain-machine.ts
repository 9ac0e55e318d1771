import type { EventOf } from '../../lib/domain/ledger/ledger-event.ts';
import type { Execution, ReleaseOrder } from '../../lib/domain/steps/execution.ts';
import type { RetrainRequest } from '../../lib/domain/steps/retrain-request.ts';
import type { StepInput, StepOutput } from '../../lib/domain/steps/step-contracts.ts';
import type { Ending, Tasks } from './machine-task.ts';

type Call<Step extends 'publish' | 'smoke-test' | 'drill' | 'shift' | 'judge' | 'promote' | 'roll-back' | 'conclude'> =
  (input: StepInput<Step>) => Promise<StepOutput<Step>>;

/** What the machine invokes. */
export interface ReleaseSteps {
  readonly publish: Call<'publish'>;
  readonly smokeTest: Call<'smoke-test'>;
  readonly drill: Call<'drill'>;
  readonly shift: Call<'shift'>;
  readonly judge: Call<'judge'>;
  readonly promote: Call<'promote'>;
  readonly rollBack: Call<'roll-back'>;
  readonly conclude: Call<'conclude'>;
}

/** What the machine was started with, and where it gets an order to release from: assessing or comparing, again and again. */
export interface RetrainRun {
  readonly execution: Execution;
  readonly request: RetrainRequest;
  readonly order: () => Promise<ReleaseOrder>;
}

type Evidence = EventOf<'promoted'>['evidence'];
type Variables = RetrainRun & { readonly functionVersion: string };
type Machine = Tasks & { readonly steps: ReleaseSteps };

const SMOKE_TEST_EVIDENCE: Evidence = [{ metric: 'smoke test', value: 1, threshold: 1, n: 1, interval: null }];

/**
 * The release half of the Retrain machine, state by state. It stands in for the interpreter, which is too slow for a
 * hundred thousand executions; a test holds it against the synthesized definition.
 */
export async function runRetrain(machine: Machine, run: RetrainRun): Promise<Ending> {
  let published: Published;
  try {
    published = await publishVersion(machine, run);
  } catch (error) {
    return recordFailure(machine, run, error);
  }
  if (published.decision === 'skip') return conclude(machine, run, 'skipped', published);
  const variables = { ...run, functionVersion: published.functionVersion };
  const { execution, functionVersion } = variables;
  try {
    await machine.task(() => machine.steps.smokeTest({ execution, functionVersion }));
    await machine.task(() => machine.steps.drill({ execution }));
  } catch (error) {
    return recordFailure(machine, run, error);
  }
  if (published.plan === 'canary') return shiftWeight(machine, variables, 0);
  const reason = 'the policy releases at once, and the smoke test passed';
  return promoteChallenger(machine, variables, { reason, evidence: SMOKE_TEST_EVIDENCE });
}

type Published = Extract<StepOutput<'publish'>, { decision: 'published' | 'skip' }>;

/** States "Publish version", "Wait for the lease" and the way back to the comparison. */
async function publishVersion(machine: Machine, { execution, request, order }: RetrainRun): Promise<Published> {
  let ordered = await order();
  for (;;) {
    const answer = await machine.task(() => machine.steps.publish({ execution, request, order: ordered }));
    if (answer.decision === 'compare-again') ordered = await order();
    else if (answer.decision === 'wait') await machine.wait(answer.seconds);
    else return answer;
  }
}

/** States "Shift weight", "Bake" and "Judge canary", from a share that was judged. */
async function shiftWeight(machine: Machine, variables: Variables, fromWeight: number): Promise<Ending> {
  const { execution, functionVersion } = variables;
  let shifted: StepOutput<'shift'>;
  try {
    shifted = await machine.task(() => machine.steps.shift({ execution, functionVersion, fromWeight }));
  } catch (error) {
    return rollBack(machine, variables, failed(error));
  }
  if (shifted.decision === 'stand-down') return conclude(machine, variables, 'stood-down', shifted);
  return judgeCanary(machine, variables, shifted.pollSeconds);
}

/** Goes on from the wait before a look at the canary. */
export async function judgeCanary(machine: Machine, variables: Variables, pollSeconds: number): Promise<Ending> {
  const { execution, functionVersion } = variables;
  for (let seconds = pollSeconds; ; ) {
    await machine.wait(seconds);
    let judged: StepOutput<'judge'>;
    try {
      judged = await machine.task(() => machine.steps.judge({ execution, functionVersion }));
    } catch (error) {
      return rollBack(machine, variables, failed(error));
    }
    if (judged.decision !== 'continue') return actOnVerdict(machine, variables, judged);
    seconds = judged.pollSeconds;
  }
}

/** State "What does the canary say?". */
function actOnVerdict(machine: Machine, variables: Variables, judged: StepOutput<'judge'>): Promise<Ending> {
  switch (judged.decision) {
    case 'step-up':
      return shiftWeight(machine, variables, judged.weight);
    case 'promote':
      return promoteChallenger(machine, variables, judged);
    case 'stand-down':
      return conclude(machine, variables, 'stood-down', judged);
    default:
      return rollBack(machine, variables, judged);
  }
}

interface Grounds {
  readonly cause?: 'superseded' | 'alarm' | 'no-evidence' | 'failure' | undefined;
  readonly reason: string;
  readonly evidence: Evidence;
}

async function promoteChallenger(machine: Machine, variables: Variables, grounds: Grounds): Promise<Ending> {
  const { execution, functionVersion } = variables;
  const { reason, evidence } = grounds;
  let promoted: StepOutput<'promote'>;
  try {
    promoted = await machine.task(() => machine.steps.promote({ execution, functionVersion, reason, evidence }));
  } catch (error) {
    return rollBack(machine, variables, failed(error));
  }
  if (promoted.decision === 'promoted') return { green: true, state: 'Promoted' };
  if (promoted.decision === 'superseded') return rollBack(machine, variables, promoted);
  return conclude(machine, variables, 'stood-down', promoted);
}

async function rollBack(machine: Machine, variables: Variables, grounds: Grounds): Promise<Ending> {
  const { execution, functionVersion } = variables;
  const { cause = 'canary-verdict', reason, evidence } = grounds;
  try {
    await machine.task(() => machine.steps.rollBack({ execution, functionVersion, cause, reason, evidence }));
  } catch {
    return { green: false, state: 'Not rolled back' };
  }
  return { green: false, state: 'Rolled back' };
}

function recordFailure(machine: Machine, run: RetrainRun, error: unknown): Promise<Ending> {
  const { name, message } = error as Error;
  return conclude(machine, run, 'failed', { code: name, reason: message });
}

const conclusions = { skipped: 'Skipped', failed: 'Failed', 'stood-down': 'Stood down' } as const;

async function conclude(
  { task, steps }: Machine,
  { execution, request }: Pick<RetrainRun, 'execution' | 'request'>,
  outcome: keyof typeof conclusions,
  { code, reason }: { readonly code: string; readonly reason: string },
): Promise<Ending> {
  // a release that is skipped rests on no numbers
  const numbers = outcome === 'skipped' ? { evidence: [] } : {};
  try {
    await task(() => steps.conclude({ execution, request, outcome, code, reason, ...numbers }));
  } catch {
    return { green: false, state: 'Failed' };
  }
  return { green: outcome === 'skipped', state: conclusions[outcome] };
}

function failed(error: unknown): Grounds {
  const { name, message } = error as Error;
  const evidence = [{ metric: 'failed step', value: 1, threshold: 0, n: 1, interval: null }];
  return { cause: 'failure', reason: `the release failed with ${name}: ${message}`.slice(0, 1000), evidence };
}
