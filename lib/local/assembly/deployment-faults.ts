import type { FaultPlan } from '../fault-plan.ts';
import { withoutCdkSuffix } from './resource-handler.ts';

export interface DeploymentFaults {
  readonly faults: FaultPlan;
  readonly clock: { sleep(milliseconds: number): Promise<void> };
}

/** How long CloudFormation waits for a custom resource, in milliseconds. */
const LONGEST_WAIT = 3_600_000;

/** The handler of a resource failed because that was planned. */
class PlannedFailure extends Error {
  override readonly name = 'PlannedFailure';
}

/** Updates a resource, or does what is planned at `cloudformation:<logical id>`, without CDK's suffix. */
export async function updateWithFaults<Result>(
  logicalId: string,
  update: () => Promise<Result>,
  { faults, clock }: DeploymentFaults,
): Promise<Result> {
  const point = `cloudformation:${withoutCdkSuffix(logicalId)}`;
  const fault = faults.next(point);
  if (fault === undefined) return update();
  if (!['fail-before', 'fail-after', 'time-out'].includes(fault.kind)) {
    throw new Error(`${point} should have the fault fail-before, fail-after or time-out, got ${fault.kind}`);
  }
  if (fault.kind !== 'fail-before') await update();
  if (fault.kind === 'time-out') await clock.sleep(fault.milliseconds ?? LONGEST_WAIT);
  throw new PlannedFailure(`the update of ${logicalId} failed: ${fault.kind} was planned`);
}
