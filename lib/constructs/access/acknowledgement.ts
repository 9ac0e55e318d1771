import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts one finding of a security check on one construct, with the reason why it is right there. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/**
 * Accepts a right on one ARN that ends in a wildcard, and on no other. The check names its finding by the resolved ARN,
 * and what another stack exports has no name before all stacks are complete, so this waits until then.
 */
export function acknowledgeWildcard(construct: IConstruct, arn: string, reason: string): void {
  construct.node.addValidation({
    validate: () => {
      acknowledge(construct, `AwsSolutions-IAM5[Resource::${plainText(Stack.of(construct).resolve(arn))}]`, reason);
      return [];
    },
  });
}

/** A resolved ARN as the check writes it: `<Function.Arn>:*` for an attribute, the export's name for an import. */
function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  const [intrinsic, argument] = Object.entries(value as object)[0] ?? [];
  if (intrinsic === 'Ref') return `<${argument}>`;
  if (intrinsic === 'Fn::GetAtt') return `<${argument.join('.')}>`;
  if (intrinsic === 'Fn::Sub' && typeof argument === 'string') return argument.replaceAll(/\$\{([^}]+)\}/g, '<$1>');
  if (intrinsic === 'Fn::ImportValue') return plainText(argument);
  if (intrinsic === 'Fn::Join') return argument[1].map(plainText).join(argument[0]);
  return JSON.stringify(value);
}
