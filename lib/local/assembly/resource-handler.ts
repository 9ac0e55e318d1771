import { sha256Hex } from '../../domain/content-hash.ts';
import type { DeployedResource } from './intrinsics.ts';
import type { Properties } from './template.ts';

/** One resource of a stack, its properties resolved. */
export interface ResourceRequest {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** Local path of an uploaded asset by its object key. */
  readonly assets: ReadonlyMap<string, string>;
}

/** A resource as it stands before an update. */
export interface ExistingResource extends DeployedResource {
  readonly properties: Properties;
}

/** How the local runtime plays one resource type. */
export interface ResourceHandler {
  /** Properties that have their effect. */
  readonly simulated: readonly string[];
  /** Properties that change nothing here, such as encryption. Any other property is refused. */
  readonly inert: readonly string[];
  create(request: ResourceRequest): DeployedResource | Promise<DeployedResource>;
  /** Without it a change replaces the resource. Another physical id means that it was replaced. */
  update?(request: ResourceRequest, existing: ExistingResource): DeployedResource | Promise<DeployedResource>;
  delete?(existing: ExistingResource, request: ResourceRequest): void | Promise<void>;
  /** Puts back what was changed outside of the template. Without it nothing here can be, as for a custom resource. */
  revert?(request: ResourceRequest, existing: ExistingResource): void | Promise<void>;
}

/** What CDK puts behind the path of a construct to make a logical id. */
const CDK_SUFFIX = /[0-9A-F]{8}$/;

/** The readable part of a logical id. */
export function withoutCdkSuffix(logicalId: string): string {
  return logicalId.replace(CDK_SUFFIX, '');
}

/** A name as CloudFormation would generate one, of at most 64 characters, but the same in every run. */
export function generatedName({ stackName, logicalId }: Pick<ResourceRequest, 'stackName' | 'logicalId'>): string {
  const name = `${stackName}-${logicalId}`;
  return name.length <= 64 ? name : `${name.slice(0, 55)}-${sha256Hex(name).slice(0, 8)}`;
}
