import type { SynthesizedStack } from './synthesized.ts';

/** One action that one role may take on one resource. */
export interface Right {
  /** The role's construct path without `Role`, such as `Pipeline/Train`. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: unknown;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** All that the roles of a stack may do. Managed policies of AWS, which have no statements here, are `managedPolicies`. */
export function rightsOf(stack: SynthesizedStack): readonly Right[] {
  return stack
    .of('AWS::IAM::Policy')
    .flatMap(({ properties }) =>
      (properties.Roles as string[]).flatMap((role) =>
        (properties.PolicyDocument.Statement as Statement[]).flatMap((statement) =>
          rightsIn(statement, roleName(role)),
        ),
      ),
    );
}

function roleName(reference: string): string {
  return reference.replace(/^<|\/?Role>$|>$/g, '');
}

function rightsIn({ Effect, Action, Resource, Condition }: Statement, role: string): Right[] {
  if (Effect !== 'Allow') throw new Error(`${role} has a statement that does not allow: count it in`);
  return [Action]
    .flat()
    .flatMap((action) => [Resource].flat().map((resource) => ({ role, action, resource, condition: Condition })));
}

/** Policies that are attached to roles by name. */
export function managedPolicies(stack: SynthesizedStack): readonly string[] {
  return stack.of('AWS::IAM::Role').flatMap(({ properties }) => (properties.ManagedPolicyArns ?? []) as string[]);
}

/** Whether the resource of a right covers that one, the way IAM reads `*` and `?`. */
export function covers(pattern: string, resource: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(resource);
}
