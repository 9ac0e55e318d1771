import { describe, expect, test } from 'vitest';
import type { SynthesizedStack } from '../synthesized.ts';
import { authorityIn } from './authority.ts';
import { authorityTable } from './authority-table.ts';

/** A stack with one resource of that type. */
function stackWith(type: string, properties: object, path = 'Some/Thing'): SynthesizedStack {
  const resource = { id: 'One', path, type, properties, dependsOn: [], deletionPolicy: undefined };
  return { resources: [{ ...resource, updateReplacePolicy: undefined }] } as unknown as SynthesizedStack;
}

const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 's.amazonaws.com' } }] };

function linesOf(type: string, properties: object): readonly string[] {
  return authorityTable([stackWith(type, properties)], ['my-model', 'my-model-two']);
}

test('a policy is as many lines as it has actions, resources and roles', () => {
  const lines = linesOf('AWS::IAM::Policy', {
    Roles: ['<A/Role>', '<B/Role>'],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['x:One', 'x:Two'], Resource: ['r1', 'r2'] }] },
  });

  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe('A | may | x:One | r1');
});

test('a role is read with its inline policies and with whoever may take it', () => {
  const lines = linesOf('AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust,
    Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: 'x:One', Resource: '*' } } }],
  });

  expect(lines).toEqual(['Some/Thing | may | x:One | *', 's.amazonaws.com | may | sts:AssumeRole | <Some/Thing>']);
});

test('what is refused and what is allowed to everybody cannot be overlooked', () => {
  const statement = { Action: 'sqs:SendMessage', Resource: '<Q.Arn>' };
  const lines = linesOf('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: [
        { ...statement, Effect: 'Allow', Principal: '*' },
        { ...statement, Effect: 'Deny', Principal: { AWS: '*' } },
        {
          ...statement,
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::9:root'] },
        },
      ],
    },
  });

  expect(lines).toEqual([
    'AWS arn:aws:iam::9:root | may | sqs:SendMessage | <Q>',
    'account | may | sqs:SendMessage | <Q>',
    'everybody | MUST NOT | sqs:SendMessage | <Q>',
    'everybody | may | sqs:SendMessage | <Q>',
  ]);
});

test('the policy of a table, which cannot name it, is about that table', () => {
  const statement = { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*', Principal: { AWS: '*' } };

  expect(linesOf('AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: { Statement: [statement] } } })).toEqual([
    'everybody | MUST NOT | dynamodb:DeleteItem | <Some/Thing>',
  ]);
  expect(linesOf('AWS::DynamoDB::Table', {})).toEqual([]);
});

test('conditions are told apart, and names of models are not, even if one begins like another', () => {
  const right = (model: string) => ({
    Effect: 'Allow',
    Action: 'x:One',
    Resource: `bucket/${model}/*`,
    Condition: { StringEquals: { 'x:Key': [`ledger#${model}`] } },
  });
  const lines = linesOf('AWS::IAM::Policy', {
    Roles: ['<A/Role>'],
    PolicyDocument: { Statement: [right('my-model'), right('my-model-two'), { ...right('my-model'), Condition: {} }] },
  });

  expect(lines).toEqual([
    'A | may | x:One | bucket/<model>/*',
    'A | may | x:One | bucket/<model>/* | when x:Key StringEquals ledger#<model>',
  ]);
});

describe('what could be overlooked ends the reading:', () => {
  test.each([
    ['a policy in a resource that is not known to have one', 'AWS::ECR::Repository', { Policy: trust }],
    ['a managed policy in a resource of its own', 'AWS::IAM::ManagedPolicy', { PolicyDocument: trust }],
  ])('%s', (_what, type, properties) => {
    expect(() => authorityIn(stackWith(type, properties))).toThrow(`Some/Thing has a policy: add a reader of ${type}`);
  });

  test('a role with policies that have their statements elsewhere', () => {
    const properties = { AssumeRolePolicyDocument: trust, ManagedPolicyArns: ['arn:aws:iam::aws:policy/Everything'] };

    expect(() => authorityIn(stackWith('AWS::IAM::Role', properties))).toThrow('Some/Thing has policies');
  });

  test.each([
    { NotAction: 'x:One', Resource: '*' },
    { Action: 'x:One', NotResource: '*' },
  ])('a statement that says what it does not mean: %j', (statement) => {
    const properties = { Roles: ['<A/Role>'], PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } };

    expect(() => authorityIn(stackWith('AWS::IAM::Policy', properties))).toThrow('a statement of A names');
  });

  test('a statement for everybody but some', () => {
    const policy = { Statement: [{ Effect: 'Deny', Action: 'x:One', Resource: 'r', NotPrincipal: { AWS: 'me' } }] };

    expect(() => authorityIn(stackWith('AWS::S3::BucketPolicy', { PolicyDocument: policy }))).toThrow();
  });

  test('a policy of users or groups', () => {
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: 'x:One', Resource: 'r' }] };

    expect(() => authorityIn(stackWith('AWS::IAM::Policy', { Users: ['me'], PolicyDocument }))).toThrow('Some/Thing');
  });
});
