import { describe, expect, test } from 'vitest';
import { artifactKindSchema } from '../../lib/domain/ports/artifact-store.ts';
import { covers, managedPolicies, type Right, rightsOf } from './rights.ts';
import { bankMarketing, type SynthesizedStack, synthesized, synthesizedWith } from './synthesized.ts';

const { platform, model } = synthesized();
const rights = [...rightsOf(platform), ...rightsOf(model)];

const REGISTRY = '<Platform/Registry/Table.Arn>';
const BUCKET = '<Platform/Artifacts/Bucket.Arn>';
const PREDICT = '<Pipeline/Predict/Function.Arn>';

/** Roles that may take one of these actions on a resource. */
function holders(actions: string | readonly string[], resource: string, among: readonly Right[] = rights): string[] {
  const wanted = [actions].flat();
  const holding = among.filter(
    (right) => wanted.some((one) => covers(right.action, one)) && covers(right.resource, resource),
  );
  return [...new Set(holding.map(({ role }) => role))].sort();
}

function pipeline(...steps: string[]): string[] {
  return steps.map((step) => `Pipeline/${step}`).sort();
}

function objectIn(folder: string): string {
  return `${BUCKET}/bank-marketing/${folder}/sha256/file`;
}

test('only training and the bootstrap write models', () => {
  expect(holders('s3:PutObject', objectIn('models'))).toEqual(pipeline('Train', 'LiveAlias'));
});

test.each([
  ['snapshots', ['Export']],
  ['evaluations', ['Train']],
  ['comparisons', ['Compare']],
  ['outcomes', ['Archive']],
  ['decisions', ['Assess', 'Compare', 'Export', 'Judge', 'Monitor', 'Reconcile']],
])('what is under %s is written by %j and by nothing else', (folder, writers) => {
  expect(holders('s3:PutObject', objectIn(folder))).toEqual(pipeline(...writers));
});

test('every kind of artefact has a writer, and nobody writes beside them', () => {
  const folders = [...artifactKindSchema.options, 'outcomes', 'decisions'];

  for (const folder of folders) expect(holders('s3:PutObject', objectIn(folder)), folder).not.toEqual([]);
  const elsewhere = rights.filter(
    ({ action, resource }) =>
      action === 's3:PutObject' && !folders.some((folder) => resource === `${BUCKET}/bank-marketing/${folder}/*`),
  );
  expect(elsewhere).toEqual([]);
});

test('nobody deletes or overwrites an artefact, lifts a retention or writes to the access logs', () => {
  const forbidden = /^s3:(Delete|Bypass|PutObject(Retention|LegalHold|Acl)|PutBucket|\*)/;

  expect(rights.filter(({ action }) => forbidden.test(action))).toEqual([]);
  expect(holders('s3:PutObject', '<Platform/Artifacts/AccessLogs.Arn>/artifacts/one')).toEqual([]);
});

test('only publishing and the bootstrap publish versions and change the configuration', () => {
  const publishers = pipeline('Publish', 'LiveAlias');

  expect(holders('lambda:PublishVersion', PREDICT)).toEqual(publishers);
  expect(holders('lambda:UpdateFunctionConfiguration', PREDICT)).toEqual(publishers);
  expect(holders('lambda:UpdateFunctionCode', PREDICT)).toEqual([]);
});

test('only what moves traffic moves the alias, and it is created and deleted in one place', () => {
  for (const resource of [PREDICT, `${PREDICT}:live`]) {
    expect(holders('lambda:UpdateAlias', resource)).toEqual(pipeline('Shift', 'Promote', 'RollBack', 'Reconcile'));
    expect(holders(['lambda:CreateAlias', 'lambda:DeleteAlias'], resource)).toEqual(pipeline('LiveAlias'));
  }
});

test('a rollback cannot publish, train or sign', () => {
  const actions = rights.filter(({ role }) => role === 'Pipeline/RollBack').map(({ action }) => action);

  expect(actions).toContain('lambda:UpdateAlias');
  for (const action of ['lambda:PublishVersion', 'lambda:UpdateFunctionConfiguration', 's3:PutObject', 'kms:Sign']) {
    expect(actions).not.toContain(action);
  }
});

test('only the reconciler deletes function versions, and nobody the function', () => {
  expect(holders('lambda:DeleteFunction', `${PREDICT}:7`)).toEqual(pipeline('Reconcile'));
  expect(holders('lambda:DeleteFunction', PREDICT)).toEqual([]);
});

test('only registration signs, and only publishing verifies', () => {
  expect(holders('kms:Sign', '<Platform/SigningKey.Arn>')).toEqual(pipeline('Register'));
  expect(holders('kms:Verify', '<Platform/SigningKey.Arn>')).toEqual(pipeline('Publish'));
});

describe('the registry', () => {
  const onRegistry = rights.filter(({ resource }) => resource.startsWith(REGISTRY));

  test('is appended to: nobody updates, deletes, scans or writes in batches, which could carry no condition', () => {
    const actions = new Set(onRegistry.map(({ action }) => action));

    expect([...actions].sort()).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query']);
  });

  test("is open to a model's steps at their own partitions only", () => {
    const ofModel = onRegistry.filter(({ role }) => role.startsWith('Pipeline/'));

    expect(ofModel.length).toBeGreaterThan(0);
    for (const { role, condition } of ofModel) {
      expect(
        [
          { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['ledger#bank-marketing'] } },
          { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['version#bank-marketing'] } },
        ],
        role,
      ).toContainEqual(condition);
    }
  });

  test('is open to the sender of notices at the marks of what was sent', () => {
    const ofNotices = onRegistry.filter(({ role }) => !role.startsWith('Pipeline/'));

    expect(new Set(ofNotices.map(({ role }) => role))).toEqual(new Set(['Platform/Notices/Notify']));
    for (const { condition } of ofNotices) {
      expect(condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['sent#*'] } });
    }
  });

  test('is written by every step that decides, and by no other', () => {
    const deciding = ['Register', 'Publish', 'SmokeTest', 'Drill', 'Shift', 'Promote', 'RollBack', 'Conclude'];
    const writers = holders('dynamodb:PutItem', REGISTRY);

    expect(writers).toEqual([...pipeline(...deciding, 'Reconcile', 'LiveAlias'), 'Platform/Notices/Notify']);
  });

  test('is out of reach of what serves and what takes in outcomes', () => {
    const strangers = pipeline('Predict', 'Feedback', 'Archive', 'Train', 'CodeRelease');

    for (const { role } of onRegistry) expect(strangers).not.toContain(role);
  });
});

test('the serving function reads models and writes predictions, and that is all', () => {
  const own = rights
    .filter(({ role }) => role === 'Pipeline/Predict')
    .map(({ action, resource }) => `${action} ${resource}`);
  const key = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey'].map(
    (one) => `kms:${one} <Platform/DataKey.Arn>`,
  );

  expect(own.sort()).toEqual(
    [
      'logs:CreateLogStream <Pipeline/Predict/Logs.Arn>',
      'logs:PutLogEvents <Pipeline/Predict/Logs.Arn>',
      `s3:GetObject ${BUCKET}/bank-marketing/models/*`,
      'dynamodb:PutItem <Pipeline/Outcomes/Predictions.Arn>',
      ...key,
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ].sort(),
  );
});

test('records of predictions are put by what serves, read one by one by what takes in outcomes, and sampled by the monitor', () => {
  const onPredictions = rights.filter(({ resource }) => resource === '<Pipeline/Outcomes/Predictions.Arn>');

  expect(onPredictions.map(({ role, action }) => `${role} ${action}`).sort()).toEqual([
    'Pipeline/Feedback dynamodb:GetItem',
    'Pipeline/Monitor dynamodb:GetItem',
    'Pipeline/Monitor dynamodb:Scan',
    'Pipeline/Predict dynamodb:PutItem',
  ]);
});

test('what looks out for newer code reads the configuration of the function', () => {
  const readers = holders('lambda:GetFunctionConfiguration', PREDICT);

  expect(readers).toEqual(expect.arrayContaining(pipeline('Judge', 'Promote', 'Publish', 'Reconcile', 'CodeRelease')));
});

test('outcomes are put and never changed, and nobody reads them from the table', () => {
  const onOutcomes = rights.filter(({ resource }) => resource === '<Pipeline/Outcomes/Outcomes.Arn>');

  expect(onOutcomes.map(({ role, action }) => `${role} ${action}`)).toEqual(['Pipeline/Feedback dynamodb:PutItem']);
});

/** Actions that have no resource to name; each is granted on `*`. */
const withoutResource = new Set([
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'cloudwatch:GetMetricData',
  'dynamodb:ListStreams',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
]);

test('nothing is allowed on every resource that has one to name', () => {
  const everywhere = new Set(rights.filter(({ resource }) => resource === '*').map(({ action }) => action));

  expect([...everywhere].filter((action) => !withoutResource.has(action))).toEqual([]);
  expect([...withoutResource].filter((action) => !everywhere.has(action))).toEqual([]);
});

test('every action is named in full', () => {
  expect(rights.filter(({ action }) => action.includes('*'))).toEqual([]);
});

test('no role has a managed policy, whose rights AWS may change', () => {
  expect([platform, model].flatMap(managedPolicies)).toEqual([]);
});

test('no role may become another one or pass one on', () => {
  expect(rights.filter(({ action }) => /^(iam|sts):/.test(action))).toEqual([]);
});

test('only a service may take a role', () => {
  for (const { path, properties } of [...platform.of('AWS::IAM::Role'), ...model.of('AWS::IAM::Role')]) {
    for (const { Principal, Effect } of properties.AssumeRolePolicyDocument.Statement) {
      expect(Effect, path).toBe('Allow');
      expect(Object.keys(Principal), path).toEqual(['Service']);
      expect(Principal.Service, path).toMatch(/^(lambda|states|events|scheduler)\.amazonaws\.com$/);
    }
  }
});

describe('of two models, one of which begins like the other,', () => {
  const twoModels = synthesizedWith({
    definitions: [bankMarketing, { ...bankMarketing, name: 'bank-marketing-two' }],
  });
  const [one, two] = twoModels.models as [SynthesizedStack, SynthesizedStack];
  const shared = (right: Right) => right.resource !== '*' && !right.resource.startsWith('<Pipeline/');

  test('neither names anything of the other', () => {
    const text = (stack: SynthesizedStack) => JSON.stringify(rightsOf(stack).filter(shared));

    expect(text(one)).toContain('bank-marketing');
    expect(text(one)).not.toContain('bank-marketing-two');
    expect(text(two)).not.toMatch(/bank-marketing(?!-two)/);
  });

  test('neither imports anything of the other', () => {
    expect(one.json).not.toContain(`${two.stack.stackName}:`);
    expect(two.json).not.toContain(`${one.stack.stackName}:`);
  });

  test.each([
    ['models', 's3:GetObject', `${BUCKET}/bank-marketing-two/models/sha256/model.json`],
    ['outcomes', 's3:PutObject', `${BUCKET}/bank-marketing-two/outcomes/dt=2026-01-31/hour=02/one`],
    [
      'executions',
      'states:DescribeExecution',
      'arn:aws:states:eu-central-1:111122223333:execution:ratchet-bank-marketing-two-retrain:one',
    ],
    [
      'machine',
      'states:StartExecution',
      'arn:aws:states:eu-central-1:111122223333:stateMachine:ratchet-bank-marketing-two-retrain',
    ],
    [
      'alarms',
      'cloudwatch:DescribeAlarms',
      'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:ratchet-bank-marketing-two-error-rate',
    ],
  ])("the shorter name's rights do not reach the longer one's %s", (_what, action, resource) => {
    expect(holders(action, resource, rightsOf(two))).not.toEqual([]);
    expect(holders(action, resource, rightsOf(one))).toEqual([]);
  });

  test("neither lists the other's outcomes", () => {
    const listing = rightsOf(one).filter(({ action }) => action === 's3:ListBucket');

    expect(listing.map(({ role }) => role).sort()).toEqual(pipeline('Export', 'Monitor'));
    for (const { condition } of listing) {
      expect(condition).toEqual({ StringLike: { 's3:prefix': ['bank-marketing/outcomes/*'] } });
    }
  });
});
