import type { DeployedResource } from './intrinsics.ts';
import type { ExistingResource, ResourceHandler, ResourceRequest } from './resource-handler.ts';

/** A resource of a stack, with what was asked for. */
export interface StandingResource extends ExistingResource {
  readonly type: string;
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
  readonly request: ResourceRequest;
}

/** One resource that a deployment touched. */
interface Change {
  readonly handler: ResourceHandler;
  readonly wanted: Omit<StandingResource, keyof DeployedResource>;
  /** Undefined for a resource that is new. */
  readonly before: StandingResource | undefined;
  /** Null while nobody knows: what failed may have had its effect. */
  after: DeployedResource | null;
}

/** What one deployment has done to a stack so far, to be finished or taken back. */
export class StackChanges {
  private readonly changes: Change[] = [];

  begin(handler: ResourceHandler, wanted: Change['wanted'], before: StandingResource | undefined): Change {
    const change: Change = { handler, wanted, before, after: null };
    this.changes.push(change);
    return change;
  }

  /** Removes what was replaced. */
  async finish(): Promise<void> {
    for (const { handler, before, after } of this.changes) {
      if (before === undefined || after === null || after.physicalId === before.physicalId) continue;
      if (before.updateReplacePolicy?.startsWith('Retain')) continue;
      await handler.delete?.(before, before.request);
    }
  }

  /**
   * Takes everything back as CloudFormation does: it updates to what the template said before, each resource after what
   * it depends on and the one that failed as well, and then deletes what is new, the newest first.
   */
  async rollBack(standing: Map<string, StandingResource>): Promise<void> {
    for (const change of this.changes) {
      if (change.before !== undefined) await updateBack(change, change.before, standing);
    }
    for (const change of this.changes.toReversed()) await deleteNew(change);
  }
}

async function deleteNew({ handler, wanted, before, after }: Change): Promise<void> {
  if (after === null || after.physicalId === before?.physicalId || wanted.deletionPolicy === 'Retain') return;
  await handler.delete?.({ ...after, properties: wanted.properties }, wanted.request);
}

/**
 * A resource that was replaced stands as it was, and is just used again. A custom one is asked under its new id, as only
 * its handler knows; AWS does not document this.
 */
async function updateBack(
  { handler, wanted, after }: Change,
  before: StandingResource,
  standing: Map<string, StandingResource>,
): Promise<void> {
  const replaced = after !== null && after.physicalId !== before.physicalId;
  if (replaced && !wanted.type.startsWith('Custom::')) return;
  const now = { ...before, ...after, properties: wanted.properties };
  const back = await handler.update?.(before.request, now);
  standing.set(before.request.logicalId, { ...before, ...back });
}
