import { expect, test } from 'vitest';
import { type ResolutionScope, resolveValue } from '../../../lib/local/assembly/intrinsics.ts';

const scope: ResolutionScope = {
  stackName: 'Stack',
  stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Stack/local',
  template: {
    Resources: {},
    Parameters: { Version: { Type: 'String', Default: '21' }, Undecided: { Type: 'String' } },
    Conditions: {
      Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
      Elsewhere: { 'Fn::Not': [{ Condition: 'Here' }] },
      Either: { 'Fn::Or': [{ Condition: 'Here' }, { Condition: 'Elsewhere' }] },
      Both: { 'Fn::And': [{ Condition: 'Here' }, { Condition: 'Elsewhere' }] },
    },
  },
  resources: new Map([['Table', { physicalId: 'Stack-Table', attributes: { Arn: 'arn:table', 'Nested.Id': 7 } }]]),
  exports: new Map([['Platform:Key', 'key-1']]),
};

const resolve = (value: unknown) => resolveValue(value, scope, 'Thing');

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders as CloudFormation writes them
test.each([
  ['a reference', { Ref: 'Table' }, 'Stack-Table'],
  ['a pseudo parameter', { Ref: 'AWS::AccountId' }, '111122223333'],
  ['a parameter', { Ref: 'Version' }, '21'],
  ['an attribute', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:table'],
  ['an attribute with a dotted name', { 'Fn::GetAtt': 'Table.Nested.Id' }, 7],
  ['a join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }]] }, 'a/Stack-Table'],
  ['a selection from a split', { 'Fn::Select': [1, { 'Fn::Split': [':', 'arn:x'] }] }, 'x'],
  [
    'a substitution',
    { 'Fn::Sub': '${AWS::Region}-${Table}-${Table.Arn}-${!Kept}' },
    'eu-central-1-Stack-Table-arn:table-${Kept}',
  ],
  ['a substitution with variables of its own', { 'Fn::Sub': ['${x}', { x: { Ref: 'Table' } }] }, 'Stack-Table'],
  ['an import', { 'Fn::ImportValue': 'Platform:Key' }, 'key-1'],
  ['a choice by a condition', { 'Fn::If': ['Here', 'yes', 'no'] }, 'yes'],
  ['an alternative of conditions', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
  ['a conjunction of conditions', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
  [
    'a policy condition, which is no function',
    { Condition: { Bool: { x: 'y' } } },
    { Condition: { Bool: { x: 'y' } } },
  ],
])('%s is resolved', (_name, value, expected) => {
  expect(resolve(value)).toEqual(expected);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders as CloudFormation writes them

test('a value that is no value disappears from objects and lists', () => {
  expect(resolve({ kept: 1, gone: { Ref: 'AWS::NoValue' }, list: [{ Ref: 'AWS::NoValue' }, 2] })).toEqual({
    kept: 1,
    list: [2],
  });
});

test.each([
  ['an unknown function', { 'Fn::Cidr': ['10.0.0.0/8', 2] }, 'Thing: the intrinsic function Fn::Cidr is not known'],
  ['a resource that does not exist', { Ref: 'Ghost' }, 'Thing: it names Ghost, which does not exist (yet)'],
  [
    'an attribute that is not simulated',
    { 'Fn::GetAtt': ['Table', 'StreamArn'] },
    'Thing: the attribute StreamArn of Table is not simulated',
  ],
  ['an export that nobody makes', { 'Fn::ImportValue': 'Nobody' }, "Thing: no stack exports 'Nobody'"],
  ['a parameter without a default', { Ref: 'Undecided' }, 'Thing: the parameter Undecided has no default'],
])('%s is refused with the logical id', (_name, value, message) => {
  expect(() => resolve(value)).toThrow(message);
});
