import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { covers } from '../rights.ts';
import { type Synthesized, synthesizedWith } from '../synthesized.ts';
import { type Authority, authorityIn } from './authority.ts';
import { refusals, whoMay as whoMayIn } from './who-may.ts';
import { modelNames, wholeApp } from './whole-app.ts';

const { platform, models } = wholeApp();
const authorities = [platform, ...models].flatMap(authorityIn);
const allowed = authorities.filter(({ effect }) => effect === 'Allow');

const REGISTRY = '<Platform/Registry/Table>';
const BUCKET = '<Platform/Artifacts/Bucket>';
const PREDICT = '<Pipeline/Predict/Function>';

const whoMay = (action: string, resource: string) => whoMayIn(authorities, action, resource);
const refusedToEverybody = (action: string, resource: string) => refusals(authorities, action, resource);

/** All that a role may do, apart from its own logs and traces and the key of its data. */
function rightsOf(role: string): string[] {
  const own = allowed.filter(({ who, action }) => who === role && !/^(logs|xray|kms):/.test(action));
  return [...new Set(own.map(({ action, resource }) => `${action} ${resource}`))].sort();
}

function pipeline(...steps: string[]): string[] {
  return steps.map((step) => `Pipeline/${step}`).sort();
}

describe('the role of Rollback', () => {
  test('reads and appends to the ledger and moves the alias, and that is all', () => {
    expect(rightsOf('Pipeline/RollBack')).toEqual(
      [
        ...['GetItem', 'PutItem', 'Query'].flatMap((action) => [
          `dynamodb:${action} ${REGISTRY}`,
          `dynamodb:${action} ${REGISTRY}/index/by-time`,
        ]),
        ...['GetAlias', 'UpdateAlias'].flatMap((action) => [
          `lambda:${action} ${PREDICT}`,
          `lambda:${action} ${PREDICT}:*`,
        ]),
      ].sort(),
    );
  });

  test.each([
    'lambda:PublishVersion',
    'lambda:UpdateFunctionConfiguration',
    'lambda:UpdateFunctionCode',
    'lambda:InvokeFunction',
    'lambda:CreateAlias',
    'lambda:DeleteAlias',
    'lambda:DeleteFunction',
    'kms:Sign',
    's3:PutObject',
    'states:StartExecution',
  ])('may not %s', (action) => {
    const rights = allowed.filter(({ who }) => who === 'Pipeline/RollBack');

    expect(rights.filter((one) => covers(one.action, action))).toEqual([]);
  });

  test('belongs to code that cannot promote', () => {
    const { inputs } = JSON.parse(
      readFileSync(new URL('../../../dist/metafiles/roll-back.json', import.meta.url), 'utf8'),
    );
    const code = Object.keys(inputs).filter((path) => /^(lambdas|lib\/domain\/protocol)\//.test(path));

    expect(code).toContain('lambdas/roll-back.ts');
    expect(code.filter((path) => /promot|publish|shift/.test(path))).toEqual([]);
  });

  test('belongs to a function that machines alone may call, of which Rollback may call nothing else', () => {
    expect(whoMay('lambda:InvokeFunction', '<Pipeline/RollBack/Function>')).toEqual([
      'Pipeline/RetrainWorkflow/Machine/StateMachine',
      'Pipeline/RollbackWorkflow/Machine/StateMachine',
    ]);
    expect(rightsOf('Pipeline/RollbackWorkflow/Machine/StateMachine')).toEqual([
      'lambda:InvokeFunction <Pipeline/RollBack/Function>',
      'lambda:InvokeFunction <Pipeline/RollBack/Function>:*',
    ]);
  });
});

test('function versions are deleted by the reconciler alone, and the function by nobody', () => {
  expect(whoMay('lambda:DeleteFunction', `${PREDICT}:7`)).toEqual(pipeline('Reconcile'));
  expect(whoMay('lambda:DeleteFunction', PREDICT)).toEqual([]);
});

test.each(modelNames)('only training and the bootstrap write models of %s', (name) => {
  expect(whoMay('s3:PutObject', `${BUCKET}/${name}/models/sha256/model.json`)).toEqual(pipeline('LiveAlias', 'Train'));
});

describe('what serves', () => {
  test('reads artefacts in the folder of its own model and nothing else', () => {
    const reading = models.map((stack) =>
      authorityIn(stack)
        .filter(({ who, action }) => who === 'Pipeline/Predict' && /^s3:/.test(action))
        .map(({ action, resource }) => `${action} ${resource}`),
    );

    expect(reading).toEqual(modelNames.map((name) => [`s3:GetObject ${BUCKET}/${name}/models/*`]));
  });

  test('reaches no registry, no function and no machine', () => {
    expect(rightsOf('Pipeline/Predict').filter((right) => !right.startsWith('s3:'))).toEqual([
      'dynamodb:PutItem <Pipeline/Outcomes/Predictions>',
    ]);
  });
});

describe('the alias', () => {
  const movers = pipeline('Promote', 'Reconcile', 'RollBack', 'Shift');

  test.each([PREDICT, `${PREDICT}:live`])('is moved by nobody but the steps that move traffic: %s', (resource) => {
    expect(whoMay('lambda:UpdateAlias', resource)).toEqual(movers);
    expect(whoMay('lambda:CreateAlias', resource)).toEqual(pipeline('LiveAlias'));
    expect(whoMay('lambda:DeleteAlias', resource)).toEqual(pipeline('LiveAlias'));
  });

  test('is moved by roles that only Lambda may take, for functions that only the pipeline may call', () => {
    for (const mover of movers) {
      expect(whoMay('sts:AssumeRole', `<${mover}/Role>`)).toEqual(['lambda.amazonaws.com']);
      for (const caller of whoMay('lambda:InvokeFunction', `<${mover}/Function>`)) {
        expect(caller, mover).toMatch(
          /^(Pipeline\/(RetrainWorkflow|RollbackWorkflow|Schedules)\/.*|events\.amazonaws\.com)$/,
        );
      }
    }
  });

  test('is in no template, where a deployment would move it', () => {
    const types = [platform, ...models].flatMap(({ resources }) => resources.map(({ type }) => type));

    expect(types).toContain('AWS::Lambda::Function');
    expect(types.filter((type) => /^AWS::Lambda::(Alias|Version)$|^AWS::CodeDeploy::/.test(type))).toEqual([]);
  });
});

describe('the registry', () => {
  const changing = ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'];
  const administrative = ['DeleteTable', 'UpdateTimeToLive'];

  test.each([...changing, ...administrative])('takes no %s from anybody, an administrator included', (action) => {
    expect(whoMay(`dynamodb:${action}`, REGISTRY)).toEqual([]);
    expect(refusedToEverybody(`dynamodb:${action}`, REGISTRY).map(({ condition }) => condition)).toEqual([{}]);
  });

  test('takes a PutItem from roles of Ratchet only, and never as a part of a transaction', () => {
    expect(refusedToEverybody('dynamodb:PutItem', REGISTRY).map(({ condition }) => condition)).toEqual([
      { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } },
      { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ratchet/*' } },
    ]);
  });

  test('knows every role of Ratchet by its path', () => {
    const paths = [platform, ...models].flatMap((stack) =>
      stack.of('AWS::IAM::Role').map(({ properties }) => properties.Path),
    );

    expect(new Set(paths)).toEqual(new Set(['/ratchet/']));
  });

  test('takes a PutItem at the partitions of one model or at the marks of what was sent, and nowhere else', () => {
    const writing = models.map((stack) => authorityIn(stack).filter(puts));

    for (const [index, rights] of writing.entries()) {
      const partitions = [`ledger#${modelNames[index]}`, `version#${modelNames[index]}`];
      expect(rights.length).toBeGreaterThan(0);
      for (const { who, condition } of rights) {
        expect(
          partitions.map((partition) => [partition]),
          who,
        ).toContainEqual(keysOf(condition));
      }
    }
    expect(
      authorityIn(platform)
        .filter(puts)
        .map(({ who, condition }) => [who, keysOf(condition)]),
    ).toEqual([['Platform/Notices/Notify', ['sent#*']]]);
  });

  const puts = ({ effect, action, resource }: Authority) =>
    effect === 'Allow' && action === 'dynamodb:PutItem' && resource.startsWith(REGISTRY);
  const keysOf = (condition: Authority['condition']) =>
    Object.values(condition).map((keys) => keys['dynamodb:LeadingKeys'])[0];

  test('may be deleted in development, where everything else about it is the same', () => {
    const denied = (stacks: Synthesized) =>
      authorityIn(stacks.platform)
        .filter(({ effect, resource }) => effect === 'Deny' && resource === REGISTRY)
        .map(({ action, condition }) => `${action} ${JSON.stringify(condition)}`);

    expect(denied(wholeApp())).toEqual([...denied(synthesizedWith({ development: true })), 'dynamodb:DeleteTable {}']);
  });
});

describe('artefacts', () => {
  const object = `${BUCKET}/bank-marketing/models/sha256/model.json`;

  test.each(['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'])(
    'take no %s from anybody, an administrator included',
    (action) => {
      expect(whoMay(action, object)).toEqual([]);
      expect(refusedToEverybody(action, object).some(({ condition }) => Object.keys(condition).length === 0)).toBe(
        true,
      );
    },
  );

  test.each(['s3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:PutObjectAcl', 's3:PutBucketPolicy'])(
    'have nobody who may %s',
    (action) => {
      expect(whoMay(action, object)).toEqual([]);
      expect(whoMay(action, BUCKET)).toEqual([]);
    },
  );
});

describe('wildcards', () => {
  const roles = allowed.filter(({ who }) => who.includes('/'));

  test('no role may take all actions of a kind', () => {
    expect(roles.filter(({ action }) => /[*?]/.test(action))).toEqual([]);
  });

  test("end a resource only at the model's own folder, function versions or executions", () => {
    const ends = new Set(
      roles
        .filter(({ resource }) => resource !== '*' && /[*?]/.test(resource))
        .map(({ resource }) => modelNames.reduce((text, name) => text.replace(name, '<model>'), resource))
        .map((resource) =>
          resource.replace(/<Pipeline\/\w+\/Function>/, '<function>').replace(/\/\w+\/\*$/, '/<folder>/*'),
        ),
    );

    expect([...ends].sort()).toEqual([
      '<Platform/Artifacts/Bucket>/<model>/<folder>/*',
      '<function>:*',
      'arn:aws:states:eu-central-1:111122223333:execution:ratchet-<model>-retrain:*',
    ]);
  });

  test('stand for every resource only where the action has none to name', () => {
    const services = roles.filter(({ resource }) => resource === '*').map(({ action }) => action.split(':')[0]);

    expect([...new Set(services)].sort()).toEqual(['cloudwatch', 'dynamodb', 'logs', 'xray']);
    const data = roles.filter(({ action, resource }) => resource === '*' && /^(dynamodb|cloudwatch):/.test(action));
    expect([...new Set(data.map(({ action }) => action))].sort()).toEqual([
      'cloudwatch:GetMetricData',
      'dynamodb:ListStreams',
    ]);
  });
});

describe('nothing is public', () => {
  test('no policy allows anything to everybody or to another account', () => {
    const outsiders = allowed.filter(({ who }) => !who.includes('/') && !/\.amazonaws\.com$/.test(who));

    expect(outsiders.map(({ who, action, resource }) => `${who} ${action} ${resource}`)).toEqual([
      'account kms:* <Platform/DataKey>',
      'account kms:* <Platform/SigningKey>',
    ]);
  });

  test('a service acts for this account only, except for roles, and where EventBridge takes no condition', () => {
    const unbound = allowed.filter(
      ({ who, action, condition }) =>
        /\.amazonaws\.com$/.test(who) && action !== 'sts:AssumeRole' && Object.keys(condition).length === 0,
    );

    expect(unbound.map(({ who, action, resource }) => `${who} ${action} ${resource}`).sort()).toEqual([
      'events.amazonaws.com kms:Decrypt <Platform/DataKey>',
      'events.amazonaws.com kms:GenerateDataKey* <Platform/DataKey>',
      'events.amazonaws.com sns:Publish <Platform/Notifications>',
    ]);
  });

  test('no role may take another one, pass one on or change one', () => {
    expect(allowed.filter(({ who, action }) => who.includes('/') && /^(iam|sts|organizations):/.test(action))).toEqual(
      [],
    );
  });
});
