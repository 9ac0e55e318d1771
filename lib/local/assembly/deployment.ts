import { canonicalJson } from '../../domain/canonical-json.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import { checkStack, handlerOf } from './assembly-check.ts';
import type { AssemblyStack, CloudAssembly } from './cloud-assembly.ts';
import { dependencyOrder } from './dependency-order.ts';
import { type DeploymentFaults, updateWithFaults } from './deployment-faults.ts';
import { inertResources } from './inert-resources.ts';
import { conditionHolds, type DeployedResource, type ResolutionScope, resolveValue } from './intrinsics.ts';
import type { ResourceHandler, ResourceRequest } from './resource-handler.ts';
import { StackChanges, type StandingResource } from './stack-changes.ts';
import type { Properties, TemplateResource } from './template.ts';

/** How to deploy. */
export interface DeployOptions {
  /** Puts back what was changed outside of the templates as well, as `cdk deploy --revert-drift` does. @default false */
  readonly revertDrift?: boolean;
}

/** One stack under way. */
interface Ongoing {
  readonly stack: AssemblyStack;
  readonly scope: ResolutionScope;
  readonly standing: Map<string, StandingResource>;
  readonly changes: StackChanges;
  readonly revertDrift: boolean;
}

/** A stack could not be deployed and was put back to what it was before. */
class DeploymentFailed extends Error {
  override readonly name = 'DeploymentFailed';
}

/** Deploys assemblies as CloudFormation would: creates, updates what changed, deletes what is gone, undoes on failure. */
export class Deployment {
  private readonly handlers: Readonly<Record<string, ResourceHandler>>;
  private readonly log: EventLog;
  private readonly faults: DeploymentFaults;
  private readonly stacks = new Map<string, Map<string, StandingResource>>();
  private readonly exports = new Map<string, unknown>();

  constructor(handlers: Readonly<Record<string, ResourceHandler>>, log: EventLog, faults: DeploymentFaults) {
    this.handlers = handlers;
    this.log = log;
    this.faults = faults;
  }

  /** Physical id and attributes of a resource; undefined before it is deployed. */
  find(stackName: string, logicalId: string): DeployedResource | undefined {
    return this.stacks.get(stackName)?.get(logicalId);
  }

  /** Everything that stands, by stack and logical id. */
  resources(): { stackName: string; logicalId: string; type: string; physicalId: string }[] {
    return [...this.stacks].flatMap(([stackName, resources]) =>
      [...resources].map(([logicalId, { type, physicalId }]) => ({ stackName, logicalId, type, physicalId })),
    );
  }

  /** Throws `RefusedAssembly` before anything is done, or `DeploymentFailed`; stacks that were done before it stay. */
  async deploy({ stacks }: CloudAssembly, { revertDrift = false }: DeployOptions = {}): Promise<void> {
    for (const stack of stacks) checkStack(stack, this.handlers);
    for (const stack of stacks) await this.deployStack(stack, revertDrift);
  }

  private async deployStack(stack: AssemblyStack, revertDrift: boolean): Promise<void> {
    const before = new Map(this.stacks.get(stack.name) ?? []);
    const standing = new Map(before);
    this.stacks.set(stack.name, standing);
    const scope = this.scopeOf(stack, standing);
    const ongoing: Ongoing = { stack, scope, standing, changes: new StackChanges(), revertDrift };
    try {
      for (const logicalId of dependencyOrder(stack.template.Resources)) await this.deployResource(ongoing, logicalId);
    } catch (cause) {
      await this.rollBack(ongoing, before, cause);
    }
    await ongoing.changes.finish();
    await this.deleteMissing(ongoing);
    this.publishExports(stack, scope);
    this.log.record('cloudformation', 'deployed', { stack: stack.name });
  }

  private async rollBack({ stack, changes }: Ongoing, before: Map<string, StandingResource>, cause: unknown) {
    this.stacks.set(stack.name, before);
    await changes.rollBack(before);
    this.log.record('cloudformation', 'rolled-back', { stack: stack.name });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DeploymentFailed(`${stack.name} was rolled back: ${why}`, { cause });
  }

  private scopeOf(
    { name, template }: AssemblyStack,
    resources: ReadonlyMap<string, StandingResource>,
  ): ResolutionScope {
    const stackId = `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${name}/local`;
    return { stackName: name, stackId, template, resources, exports: this.exports };
  }

  private async deployResource(ongoing: Ongoing, logicalId: string): Promise<void> {
    const { stack, scope, standing } = ongoing;
    const resource = stack.template.Resources[logicalId];
    if (resource === undefined || !isWanted(resource, scope)) return;
    const request: ResourceRequest = {
      stackName: stack.name,
      stackId: scope.stackId,
      logicalId,
      type: resource.Type,
      properties: resolveValue(resource.Properties ?? {}, scope, logicalId) as Properties,
      assets: stack.assets,
    };
    const { Type: type, DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy } = resource;
    const wanted = { type, deletionPolicy, updateReplacePolicy, properties: request.properties, request };
    const existing = standing.get(logicalId);
    if (existing !== undefined && canonicalJson(existing.properties) === canonicalJson(request.properties)) {
      if (ongoing.revertDrift) await this.handler(request)?.revert?.(request, existing);
      return;
    }
    standing.set(logicalId, { ...wanted, ...(await this.change(ongoing, wanted, existing)) });
  }

  private async change(
    { changes }: Ongoing,
    wanted: Omit<StandingResource, keyof DeployedResource>,
    existing: StandingResource | undefined,
  ): Promise<DeployedResource> {
    const { request } = wanted;
    const handler = this.handler(request);
    if (handler === undefined) return inert(request);
    const change = changes.begin(handler, wanted, existing);
    change.after =
      existing === undefined
        ? await handler.create(request)
        : await updateWithFaults(request.logicalId, async () => update(handler, request, existing), this.faults);
    return change.after;
  }

  private handler({ type, logicalId }: ResourceRequest): ResourceHandler | undefined {
    return handlerOf(type, this.handlers, logicalId);
  }

  private async deleteMissing({ stack, scope, standing }: Ongoing): Promise<void> {
    const gone = [...standing].filter(([logicalId]) => {
      const resource = stack.template.Resources[logicalId];
      return resource === undefined || !isWanted(resource, scope);
    });
    for (const [logicalId, existing] of gone.reverse()) {
      const retained = existing.deletionPolicy?.startsWith('Retain') ?? false;
      if (!retained) await this.handler(existing.request)?.delete?.(existing, existing.request);
      standing.delete(logicalId);
    }
  }

  private publishExports({ template }: AssemblyStack, scope: ResolutionScope): void {
    for (const [name, output] of Object.entries(template.Outputs ?? {})) {
      if (output.Export === undefined) continue;
      const exported = String(resolveValue(output.Export.Name, scope, name));
      this.exports.set(exported, resolveValue(output.Value, scope, name));
    }
  }
}

function isWanted({ Condition }: TemplateResource, scope: ResolutionScope): boolean {
  return Condition === undefined || conditionHolds(Condition, scope);
}

function update(handler: ResourceHandler, request: ResourceRequest, existing: StandingResource) {
  if (handler.update === undefined) throw new Error(`${request.logicalId} cannot be changed here, only created`);
  return handler.update(request, existing);
}

function inert(request: ResourceRequest): DeployedResource {
  const play = inertResources[request.type];
  if (play === undefined) throw new Error(`${request.type} is not inert`);
  return play(request);
}
