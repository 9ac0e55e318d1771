import { canonicalJson } from '../../domain/canonical-json.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import { checkStack, handlerOf } from './assembly-check.ts';
import type { AssemblyStack, CloudAssembly } from './cloud-assembly.ts';
import { dependencyOrder } from './dependency-order.ts';
import { inertResources } from './inert-resources.ts';
import { conditionHolds, type DeployedResource, type ResolutionScope, resolveValue } from './intrinsics.ts';
import type { ExistingResource, ResourceHandler, ResourceRequest } from './resource-handler.ts';
import type { Properties, TemplateResource } from './template.ts';

interface StandingResource extends ExistingResource {
  readonly type: string;
  readonly deletionPolicy: string | undefined;
  readonly request: ResourceRequest;
}

type Step = () => void | Promise<void>;

/** What is still to be done at the end of a stack's deployment. */
interface Journal {
  /** Puts everything back, newest first, when the deployment fails. */
  readonly undo: Step[];
  /** Removes what was replaced, when it succeeds. */
  readonly cleanUp: Step[];
}

/** A stack could not be deployed and was put back to what it was before. */
class DeploymentFailed extends Error {
  override readonly name = 'DeploymentFailed';
}

/** Deploys assemblies as CloudFormation would: creates, updates what changed, deletes what is gone, undoes on failure. */
export class Deployment {
  private readonly handlers: Readonly<Record<string, ResourceHandler>>;
  private readonly log: EventLog;
  private readonly stacks = new Map<string, Map<string, StandingResource>>();
  private readonly exports = new Map<string, unknown>();

  constructor(handlers: Readonly<Record<string, ResourceHandler>>, log: EventLog) {
    this.handlers = handlers;
    this.log = log;
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

  /** Throws `RefusedAssembly` before anything is done, or `DeploymentFailed`. */
  async deploy({ stacks }: CloudAssembly): Promise<void> {
    for (const stack of stacks) checkStack(stack, this.handlers);
    for (const stack of stacks) await this.deployStack(stack);
  }

  private async deployStack(stack: AssemblyStack): Promise<void> {
    const before = new Map(this.stacks.get(stack.name) ?? []);
    const standing = new Map(before);
    this.stacks.set(stack.name, standing);
    const journal: Journal = { undo: [], cleanUp: [] };
    const scope = this.scopeOf(stack, standing);
    try {
      for (const logicalId of dependencyOrder(stack.template.Resources)) {
        await this.deployResource(stack, scope, logicalId, standing, journal);
      }
      for (const step of journal.cleanUp) await step();
      await this.deleteMissing(stack, scope, standing);
    } catch (cause) {
      for (const step of journal.undo.reverse()) await step();
      this.stacks.set(stack.name, before);
      this.log.record('cloudformation', 'rolled-back', { stack: stack.name });
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new DeploymentFailed(`${stack.name} was rolled back: ${why}`, { cause });
    }
    this.publishExports(stack, scope);
    this.log.record('cloudformation', 'deployed', { stack: stack.name });
  }

  private scopeOf(
    { name, template }: AssemblyStack,
    resources: ReadonlyMap<string, StandingResource>,
  ): ResolutionScope {
    const stackId = `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${name}/local`;
    return { stackName: name, stackId, template, resources, exports: this.exports };
  }

  private async deployResource(
    stack: AssemblyStack,
    scope: ResolutionScope,
    logicalId: string,
    standing: Map<string, StandingResource>,
    journal: Journal,
  ): Promise<void> {
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
    const existing = standing.get(logicalId);
    if (existing !== undefined && canonicalJson(existing.properties) === canonicalJson(request.properties)) return;
    const deployed =
      existing === undefined ? await this.create(request, journal) : await this.update(request, existing, journal);
    standing.set(logicalId, {
      ...deployed,
      type: resource.Type,
      properties: request.properties,
      deletionPolicy: resource.DeletionPolicy,
      request,
    });
  }

  private async create(request: ResourceRequest, { undo }: Journal): Promise<DeployedResource> {
    const handler = handlerOf(request.type, this.handlers, request.logicalId);
    if (handler === undefined) return inert(request);
    const created = await handler.create(request);
    undo.push(() => handler.delete?.({ ...created, properties: request.properties }, request));
    return created;
  }

  private async update(
    request: ResourceRequest,
    existing: StandingResource,
    { undo, cleanUp }: Journal,
  ): Promise<DeployedResource> {
    const handler = handlerOf(request.type, this.handlers, request.logicalId);
    if (handler === undefined) return inert(request);
    if (handler.update === undefined) throw new Error(`${request.logicalId} cannot be changed here, only created`);
    const updated = await handler.update(request, existing);
    const back = { ...updated, properties: request.properties };
    if (updated.physicalId === existing.physicalId) {
      undo.push(async () => {
        await handler.update?.(existing.request, back);
      });
    } else {
      undo.push(() => handler.delete?.(back, request));
      cleanUp.push(() => handler.delete?.(existing, existing.request));
    }
    return updated;
  }

  private async deleteMissing(
    stack: AssemblyStack,
    scope: ResolutionScope,
    standing: Map<string, StandingResource>,
  ): Promise<void> {
    const gone = [...standing].filter(([logicalId]) => {
      const resource = stack.template.Resources[logicalId];
      return resource === undefined || !isWanted(resource, scope);
    });
    for (const [logicalId, existing] of gone.reverse()) {
      const retained = existing.deletionPolicy?.startsWith('Retain') ?? false;
      if (!retained) await this.handlers[existing.type]?.delete?.(existing, existing.request);
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

function inert(request: ResourceRequest): DeployedResource {
  const play = inertResources[request.type];
  if (play === undefined) throw new Error(`${request.type} is not inert`);
  return play(request);
}
