import type { AssemblyStack } from './cloud-assembly.ts';
import { inertResources } from './inert-resources.ts';
import { RefusedAssembly } from './refused-assembly.ts';
import type { ResourceHandler } from './resource-handler.ts';
import type { Template, TemplateResource } from './template.ts';

const knownSections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Resources',
  'Outputs',
  'Parameters',
  'Conditions',
  'Mappings',
  'Metadata',
  'Rules',
];
const knownFields = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];

/** The handler of a type, or undefined for one that is inert. Throws `RefusedAssembly` for one that is not known. */
export function handlerOf(
  type: string,
  handlers: Readonly<Record<string, ResourceHandler>>,
  logicalId: string,
): ResourceHandler | undefined {
  const custom = type.startsWith('Custom::') ? handlers['Custom::*'] : undefined;
  const handler = handlers[type] ?? custom;
  if (handler === undefined && inertResources[type] === undefined) {
    throw new RefusedAssembly(logicalId, `the resource type ${type} is neither simulated nor known to be inert`);
  }
  return handler;
}

/** Throws `RefusedAssembly` for the first thing in a stack that is neither simulated nor known to be inert. */
export function checkStack(
  { name, template }: AssemblyStack,
  handlers: Readonly<Record<string, ResourceHandler>>,
): void {
  refuseUnknown(Object.keys(template satisfies Template), knownSections, name, 'the template section');
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    refuseUnknown(Object.keys(resource satisfies TemplateResource), knownFields, logicalId, 'the field');
    const handler = handlerOf(resource.Type, handlers, logicalId);
    if (handler === undefined || resource.Type.startsWith('Custom::')) continue;
    const known = [...handler.simulated, ...handler.inert];
    refuseUnknown(Object.keys(resource.Properties ?? {}), known, logicalId, `the property of ${resource.Type}`);
  }
}

function refuseUnknown(names: readonly string[], known: readonly string[], where: string, what: string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new RefusedAssembly(where, `${what} '${unknown}' is not known`);
}
