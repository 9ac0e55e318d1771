import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { ratchetStacks } from '../../lib/index.ts';
import { acknowledged } from '../constructs/acknowledged.ts';
import { authorityIn } from '../constructs/authority/authority.ts';
import { refusals, whoMay } from '../constructs/authority/who-may.ts';
import { wholeApp } from '../constructs/authority/whole-app.ts';
import { bankMarketing, deployedContext } from '../constructs/synthesized.ts';
import { codeSpans, readPage, section, tableRows } from './markdown.ts';

const page = readPage('docs/security.md');
const { platform, models } = wholeApp();
const authorities = [platform, ...models].flatMap(authorityIn);

/** What the page calls the resources. */
const resources: Readonly<Record<string, string>> = {
  'the function `predict`': '<Pipeline/Predict/Function>',
  'versions of `predict`': '<Pipeline/Predict/Function>:7',
  "the model's folder `models`": '<Platform/Artifacts/Bucket>/bank-marketing/models/hash/model.json',
  'the signing key': '<Platform/SigningKey>',
  'the registry': '<Platform/Registry/Table>',
  'the machine Rollback': '<Pipeline/RollbackWorkflow/Machine/StateMachine>',
  'the bucket of artefacts': '<Platform/Artifacts/Bucket>/bank-marketing/models/hash/model.json',
};

/** `roll-back` for `Pipeline/RollBack`. */
function stepOf(who: string): string {
  const name = who.split('/').at(-1) ?? who;
  if (name === 'EventsRole') return 'rules on alarms';
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

const rights = tableRows(section(page, 'Who may do what'));

test.each(rights)('%s: %s on %s is what %s may do, and nobody else', (_what, actions = '', on = '', who = '') => {
  const expected = who === 'nobody' ? [] : who === 'rules on alarms' ? [who] : codeSpans(who);

  expect(Object.keys(resources)).toContain(on);
  for (const action of codeSpans(actions)) {
    // the account's own right on its keys is that of its administrators
    const holders = whoMay(authorities, action, resources[on] ?? '').filter((holder) => holder !== 'account');
    expect(holders.map(stepOf).sort(), action).toEqual([...expected].sort());
  }
});

test('the table of rights has the actions that matter', () => {
  const actions = rights.flatMap(([, cell = '']) => codeSpans(cell));

  expect(actions).toEqual(expect.arrayContaining(['lambda:UpdateAlias', 'lambda:PublishVersion', 's3:PutObject']));
});

test.each(tableRows(section(page, 'What is refused to everybody')).filter(([on = '']) => on in resources))(
  'on %s, %s is refused to everybody, except %s',
  (on = '', actions = '', exception = '') => {
    for (const action of codeSpans(actions)) {
      const conditions = refusals(authorities, action, resources[on] ?? '').map(({ condition }) => condition);
      const unconditional = conditions.some((condition) => Object.keys(condition).length === 0);

      expect(conditions, action).not.toEqual([]);
      expect(unconditional, action).toBe(['', 'in development'].includes(exception));
    }
  },
);

test('every action that the registry refuses is on the page', () => {
  const refused = authorities.filter(
    ({ effect, resource }) => effect === 'Deny' && resource === resources['the registry'],
  );
  const rows = tableRows(section(page, 'What is refused to everybody')).filter(([on]) => on === 'the registry');
  const named = rows.flatMap(([, actions = '']) => codeSpans(actions));

  expect(new Set(named)).toEqual(new Set(refused.map(({ action }) => action)));
});

test('every finding that is accepted is on the page, with the reason that the code gives', () => {
  const app = new App({ context: deployedContext, builtinCloudFormationValidation: false });
  ratchetStacks(app, { definitions: [bankMarketing] });
  app.synth();
  const accepted = acknowledged(app).filter(({ id }) => !id.startsWith('AwsSolutions-IAM5['));
  const rows = tableRows(section(page, 'What is accepted')).map(
    ([rule = '', why = '']) => `${codeSpans(rule)[0]}: ${why}`,
  );

  expect(rows.length).toBeGreaterThan(5);
  expect(new Set(rows)).toEqual(new Set(accepted.map(({ id, reason }) => `${id}: ${reason}`)));
});
