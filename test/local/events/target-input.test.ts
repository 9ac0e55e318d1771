import { describe, expect, test } from 'vitest';
import { PropertyReader } from '../../../lib/local/cloudwatch/read-properties.ts';
import type { BusEvent } from '../../../lib/local/events/bus-event.ts';
import { isDeliverable, readTargetInput } from '../../../lib/local/events/target-input.ts';

/** The event of AWS's recorded examples of input transformation. */
const event: BusEvent = {
  version: '0',
  id: '0d0a608b-b6bd-e22d-739b-365f723ccf4b',
  'detail-type': 'input-probe',
  source: 'probe',
  account: '111122223333',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-central-1',
  resources: ['arn:one', 'arn:two'],
  detail: {
    text: 'hello',
    number: 42,
    flag: true,
    nothing: null,
    object: { first: 'one', second: 2 },
    array: ['one', 'two', { x: 3 }],
    items: [{ name: 'first' }, { name: 'second' }],
    'hyphen-key': 'dash',
    under_score: 'under',
    'slash/key': 'slash',
    quoted: 'say "hello"',
    escaped: 'line\nslash\\tab\tend',
  },
};
const context = { ruleArn: 'arn:rule', ruleName: 'my-rule', ingestionTime: '2026-01-02T03:04:06.000Z' };

const input = (target: Record<string, unknown>) =>
  readTargetInput(new PropertyReader('MyRule', target))(event, context);
const transformed = (InputTemplate: string, InputPathsMap?: Record<string, string>) =>
  input({ InputTransformer: { InputTemplate, ...(InputPathsMap && { InputPathsMap }) } });

describe('the input of a target', () => {
  test('is the event itself when nothing else is said', () => {
    expect(input({})).toBe(JSON.stringify(event));
  });

  test('is a constant exactly as it was written', () => {
    expect(input({ Input: '{ "fixed": true }' })).toBe('{ "fixed": true }');
    expect(input({ Input: '"constant"' })).toBe('"constant"');
  });

  test.each([
    ['$', JSON.stringify(event)],
    ['$.detail.object', '{"first":"one","second":2}'],
    ['$.detail.array', '["one","two",{"x":3}]'],
    ['$.detail.text', '"hello"'],
    ['$.detail.number', '42'],
    ['$.detail.array[1]', '"two"'],
    ['$.detail.items[1].name', '"second"'],
    ['$.resources[0]', '"arn:one"'],
    ['$.detail.hyphen-key', '"dash"'],
    ['$.detail.under_score', '"under"'],
    ['$.detail.slash/key', '"slash"'],
    ['$.detail.nothing', '{}'],
    ['$.detail.missing', '{}'],
    ['$.detail.text.deeper', '{}'],
    ['$.detail.nothing.deeper', '{}'],
    ['$.detail.object[0]', '{}'],
  ])('is the part at %s', (InputPath, expected) => {
    expect(input({ InputPath })).toBe(expected);
  });

  test.each(['$.detail.*', '$..text', "$['detail']", '$.detail.array[-1]', '$.detail.array[0:2]', 'detail', '', '$.'])(
    'is refused for the path %s',
    (InputPath) => {
      expect(() => input({ InputPath })).toThrow(`MyRule: the path ${InputPath} is not simulated`);
    },
  );
});

describe('a template that is a JSON object', () => {
  test('keeps the type of what is not quoted', () => {
    const names = ['text', 'number', 'flag', 'nothing', 'object', 'array', 'quoted', 'escaped'];
    const template = `{${names.map((name) => `"${name}":<${name}>`).join(',')}}`;
    const paths = Object.fromEntries(names.map((name) => [name, `$.detail.${name}`]));
    const expected = Object.fromEntries(names.map((name) => [name, event.detail[name]]));

    expect(transformed(template, paths)).toBe(JSON.stringify(expected));
  });

  test('takes texts and numbers into a quoted text', () => {
    const paths = { text: '$.detail.text', number: '$.detail.number', quoted: '$.detail.quoted' };

    expect(transformed('{"a":"alarm <text>, <number>: <quoted>"}', paths)).toBe(
      '{"a":"alarm hello, 42: say \\"hello\\""}',
    );
  });

  test('has an empty text for what is missing, quoted or not', () => {
    const paths = { missing: '$.detail.missing' };

    expect(transformed('{"before":1,"missing":<missing>,"after":2}', paths)).toBe(
      '{"before":1,"missing":"","after":2}',
    );
    expect(transformed('{"a":"x<missing>y"}', paths)).toBe('{"a":"xy"}');
  });

  test('knows the reserved variables', () => {
    const template =
      '{"arn":<aws.events.rule-arn>,"name":<aws.events.rule-name>,"at":<aws.events.event.ingestion-time>,' +
      '"event":<aws.events.event.json>}';

    expect(JSON.parse(transformed(template))).toEqual({
      arn: 'arn:rule',
      name: 'my-rule',
      at: '2026-01-02T03:04:06.000Z',
      event,
    });
  });

  test('with an object within quotes is no JSON, and cannot be delivered', () => {
    const text = transformed('{"a":"<object>"}', { object: '$.detail.object' });

    expect(text).toBe('{"a":"{"first":"one","second":2}"}');
    expect(isDeliverable(text)).toBe(false);
  });
});

describe('a template that is a text', () => {
  test('takes values in without their quotes, and keeps its own', () => {
    const paths = { text: '$.detail.text', object: '$.detail.object', array: '$.detail.array' };

    expect(transformed('"text=<text>; object=<object>; array=<array>"', paths)).toBe(
      '"text=hello; object={first:one,second:2}; array=[one,two,{x:3}]"',
    );
  });

  test('leaves out what is missing', () => {
    expect(transformed('"before <missing> after"', { missing: '$.detail.missing' })).toBe('"before  after"');
  });

  test('keeps its escapes', () => {
    expect(transformed('"prefix \\"<text>\\" suffix"', { text: '$.detail.text' })).toBe('"prefix \\"hello\\" suffix"');
  });

  test('may have several lines', () => {
    const text = transformed('"one <text>"\n"two"', { text: '$.detail.text' });

    expect(text).toBe('"one hello"\n"two"');
    expect(isDeliverable(text)).toBe(true);
    expect(isDeliverable('"one"\ntwo')).toBe(false);
  });

  test('with a value that has quotes cannot be delivered', () => {
    const text = transformed('"prefix <quoted> suffix"', { quoted: '$.detail.quoted' });

    expect(text).toBe('"prefix say "hello" suffix"');
    expect(isDeliverable(text)).toBe(false);
  });
});

describe('an input is refused with its rule', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['that is no JSON', { Input: 'not-json' }, "'Input' should be JSON"],
    ['in two forms', { Input: '{}', InputPath: '$' }, 'should have one of Input, InputPath'],
    ['from a template that is a list', { InputTransformer: { InputTemplate: '[<a>]' } }, 'should be a JSON object'],
    ['from a bare placeholder', { InputTransformer: { InputTemplate: '<a>' } }, 'should be a JSON object'],
    ['from broken JSON', { InputTransformer: { InputTemplate: '{"a":<a>' } }, 'should be a JSON object'],
    ['with an unknown placeholder', { InputTransformer: { InputTemplate: '{"a":<b>}' } }, 'the placeholder <b>'],
    [
      'with the legacy event',
      { InputTransformer: { InputTemplate: '{"a":<aws.events.event>}' } },
      '<aws.events.event>',
    ],
    ['without a template', { InputTransformer: {} }, "'InputTemplate' should be a text"],
    [
      'with another path',
      { InputTransformer: { InputTemplate: '"<a>"', InputPathsMap: { a: '$.detail[*]' } } },
      'the path $.detail[*]',
    ],
  ])('%s', (_, target, message) => {
    expect(() => input(target)).toThrow(message);
    expect(() => input(target)).toThrow(/^MyRule/);
  });
});
