import { RefusedAssembly } from './refused-assembly.ts';
import type { Template, TemplateResource } from './template.ts';

/** Logical ids in an order in which each comes after everything that it names or depends on. */
export function dependencyOrder(resources: Template['Resources']): string[] {
  const ordered: string[] = [];
  const open = new Set<string>();
  const visit = (id: string) => {
    const resource = resources[id];
    if (resource === undefined || ordered.includes(id)) return;
    if (open.has(id)) throw new RefusedAssembly(id, 'it depends on itself');
    open.add(id);
    for (const dependency of dependenciesOf(resource)) visit(dependency);
    open.delete(id);
    ordered.push(id);
  };
  for (const id of Object.keys(resources)) visit(id);
  return ordered;
}

function dependenciesOf({ Properties, DependsOn = [] }: TemplateResource): Set<string> {
  return new Set([...(typeof DependsOn === 'string' ? [DependsOn] : DependsOn), ...namedIn(Properties)]);
}

/** What each intrinsic function that names resources says they are. */
const naming: Readonly<Record<string, (argument: unknown) => string[]>> = {
  Ref: (name) => [String(name)],
  'Fn::GetAtt': (argument) => [Array.isArray(argument) ? String(argument[0]) : (String(argument).split('.')[0] ?? '')],
  'Fn::Sub': (argument) => [...namedInText(Array.isArray(argument) ? argument[0] : argument), ...namedIn(argument)],
};

function namedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => naming[key]?.(inner) ?? namedIn(inner));
}

function namedInText(text: unknown): string[] {
  return [...String(text).matchAll(/\$\{([^!}.]+)/g)].map(([, name = '']) => name);
}
