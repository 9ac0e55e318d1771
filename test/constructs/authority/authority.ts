import type { Resource, SynthesizedStack } from '../synthesized.ts';

/** One action that somebody may take on something, or that a resource refuses. */
export interface Authority {
  readonly effect: 'Allow' | 'Deny';
  /** Construct path of a role, name of a service, `account` or `everybody`. */
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  /** Of IAM, as it stands in the policy. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Of every test. */
const ACCOUNT = '111122223333';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Authority['condition'];
}

/** How the policies in a resource read, by its type. A policy in a resource of another type is an error. */
const readers: Readonly<Record<string, (resource: Resource) => readonly Authority[]>> = {
  'AWS::IAM::Policy': ({ path, properties: { Roles, Users, Groups, PolicyDocument } }) => {
    if (Users || Groups) throw new Error(`${path} should be a policy of roles only`);
    return list(Roles).flatMap((role) => ofIdentity(nameOf(role), PolicyDocument));
  },
  'AWS::IAM::Role': ({ path, properties: { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } }) => {
    if (ManagedPolicyArns) throw new Error(`${path} has policies whose statements stand elsewhere: count them in`);
    const inline = (Policies ?? []) as readonly { readonly PolicyDocument: unknown }[];
    return [
      ...ofResource(AssumeRolePolicyDocument, path),
      ...inline.flatMap(({ PolicyDocument }) => ofIdentity(nameOf(`<${path}>`), PolicyDocument)),
    ];
  },
  'AWS::KMS::Key': ({ path, properties }) => ofResource(properties.KeyPolicy, path),
  'AWS::S3::BucketPolicy': ({ properties }) => ofResource(properties.PolicyDocument),
  'AWS::SQS::QueuePolicy': ({ properties }) => ofResource(properties.PolicyDocument),
  'AWS::SNS::TopicPolicy': ({ properties }) => ofResource(properties.PolicyDocument),
  'AWS::DynamoDB::Table': ({ path, properties }) =>
    properties.ResourcePolicy ? ofResource(properties.ResourcePolicy.PolicyDocument, path) : [],
  'AWS::Lambda::Permission': ({ properties: { Action, Principal, FunctionName, SourceArn, SourceAccount } }) => [
    {
      effect: 'Allow',
      who: Principal,
      action: Action,
      resource: readable(FunctionName),
      condition: {
        ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...(SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      },
    },
  ],
};

/** All that the policies of a stack say, those of roles and those of resources, including what CDK adds by itself. */
export function authorityIn(stack: Pick<SynthesizedStack, 'resources'>): readonly Authority[] {
  return stack.resources.flatMap((resource) => {
    const read = readers[resource.type];
    if (read) return read(resource);
    if (/"(Statement|ManagedPolicyArns)":/.test(JSON.stringify(resource.properties ?? {}))) {
      throw new Error(`${resource.path} has a policy: add a reader of ${resource.type}`);
    }
    return [];
  });
}

const ofIdentity = (who: string, policy: unknown) => statementsOf(policy).flatMap((one) => expand(one, [who]));

/** The resource of a policy that belongs to one resource is that one, whatever the policy says. */
function ofResource(policy: unknown, belongsTo?: string): Authority[] {
  return statementsOf(policy).flatMap((statement) => {
    const resource = belongsTo === undefined ? statement.Resource : `<${belongsTo}>`;
    return expand({ ...statement, ...(resource !== undefined && { Resource: resource }) }, principals(statement));
  });
}

function statementsOf(policy: unknown): readonly Statement[] {
  return [(policy as { readonly Statement: Statement | Statement[] }).Statement].flat();
}

function expand({ Effect, Action, Resource, Condition }: Statement, whos: readonly string[]): Authority[] {
  if (Action === undefined || Resource === undefined) {
    throw new Error(`a statement of ${whos} names what it does not mean: count it in`);
  }
  return whos.flatMap((who) =>
    list(Action).flatMap((action) =>
      list(Resource).map((resource) => ({
        effect: Effect,
        who,
        action,
        resource: readable(resource),
        condition: Condition ?? {},
      })),
    ),
  );
}

function principals({ Principal }: Statement): string[] {
  if (Principal === undefined) throw new Error('a statement of a resource should say for whom it is');
  if (Principal === '*') return ['everybody'];
  return Object.entries(Principal as Record<string, string | string[]>).flatMap(([kind, names]) =>
    list(names).map((name) => principal(kind, name)),
  );
}

function principal(kind: string, name: string): string {
  if (name === '*') return 'everybody';
  if (name === `arn:aws:iam::${ACCOUNT}:root`) return 'account';
  return kind === 'Service' ? name : `${kind} ${name}`;
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return [value ?? []].flat();
}

/** `<Pipeline/Train/Role>` as `Pipeline/Train`. */
function nameOf(reference: string): string {
  return reference.replace(/^<|(\/Role)?>$/g, '');
}

/** An ARN of something in the app is its construct path; that of the definition is named by its content. */
function readable(resource: string): string {
  return resource.replaceAll('.Arn>', '>').replace(/^arn:aws:s3:::cdk-.*\/[0-9a-f]{64}\.json$/, '<definition>');
}
