import { describe, expect, test } from 'vitest';
import type { Json } from '../../../lib/local/states/json.ts';
import { ended, execute, LAMBDA, machineOf, START, scripted, start, statesSetUp } from './states-set-up.ts';

const pass = (output: unknown) => machineOf({ A: { Type: 'Pass', Output: output, End: true } });
const outputOf = async (output: unknown, input: Json = {}, seed = 'seed') =>
  (await execute(statesSetUp({}, { seed }), pass(output), input)).output;
const PREFIX = "An error occurred while executing the state 'A' (entered at the event id #2). ";

describe('a failed evaluation', () => {
  test.each([
    ['an Output', { Type: 'Pass', Output: { v: '{% $states.input.absent %}' }, End: true }, 'Output/v'],
    ['a list', { Type: 'Pass', Output: { v: [1, '{% $states.input.absent %}'] }, End: true }, 'Output/v[1]'],
    ['an Assign', { Type: 'Pass', Assign: { x: '{% $states.input.absent %}' }, End: true }, 'Assign/x'],
    ['Seconds', { Type: 'Wait', Seconds: '{% $states.input.absent %}', End: true }, 'Seconds'],
    ['Timestamp', { Type: 'Wait', Timestamp: '{% $states.input.absent %}', End: true }, 'Timestamp'],
    ['an Error', { Type: 'Fail', Error: '{% $states.input.absent %}' }, 'Error'],
    ['a Cause', { Type: 'Fail', Error: 'E', Cause: '{% $states.input.absent %}' }, 'Cause'],
  ])('names the expression and the field when nothing comes out in %s', async (_, state, field) => {
    const setUp = statesSetUp();
    const arn = start(setUp, machineOf({ A: state }));

    const { error, cause } = await ended(setUp, arn);

    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(
      `${PREFIX}The JSONata expression '$states.input.absent' specified for the field '${field}' returned nothing (undefined).`,
    );
    expect(setUp.service.getExecutionHistory(arn).at(-2)).toMatchObject({
      type: 'EvaluationFailed',
      details: { error, cause, location: field, state: 'A' },
    });
  });

  test.each<[string, object, string]>([
    [
      'Seconds',
      { Type: 'Wait', Seconds: '{% "1" %}', End: true },
      `The JSONata expression '"1"' specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "1"`,
    ],
    [
      'Seconds that are no whole number',
      { Type: 'Wait', Seconds: '{% 1.5 %}', End: true },
      "The field 'Seconds' should be a whole number between 0 and 99999999, but was 1.5.",
    ],
    [
      'Timestamp',
      { Type: 'Wait', Timestamp: "{% 'tomorrow' %}", End: true },
      "The field 'Timestamp' should be a time in ISO 8601, but was 'tomorrow'.",
    ],
    [
      'Items',
      {
        Type: 'Map',
        Items: '{% {"a": 1} %}',
        ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } },
        End: true,
      },
      `The JSONata expression '{"a": 1}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {"a":1}`,
    ],
    [
      'MaxConcurrency',
      {
        Type: 'Map',
        Items: [],
        MaxConcurrency: '{% true %}',
        ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } },
        End: true,
      },
      "The JSONata expression 'true' specified for the field 'MaxConcurrency' returned an unexpected result type. Expected 'number', but was 'boolean' for value: true",
    ],
    [
      'TimeoutSeconds',
      { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: '{% 0 %}', End: true },
      "The field 'TimeoutSeconds' should be a whole number between 1 and 99999999, but was 0.",
    ],
    [
      'Cause',
      { Type: 'Fail', Error: 'E', Cause: '{% {"a": null} %}' },
      `The JSONata expression '{"a": null}' specified for the field 'Cause' returned an unexpected result type. Expected 'string', but was 'object' for value: {"a":null}`,
    ],
  ])('says which type was expected of %s', async (_, state, problem) => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(1).integration });

    expect(await execute(setUp, machineOf({ A: state }))).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: `${PREFIX}${problem}`,
    });
  });

  test.each(['1', "'yes'", '[true]', '{"a": 1}', 'null'])('refuses %s as a Condition', async (condition) => {
    const definition = machineOf({
      A: { Type: 'Choice', Choices: [{ Condition: `{% ${condition} %}`, Next: 'B' }], Default: 'B' },
      B: { Type: 'Succeed' },
    });

    const { error, cause } = await execute(statesSetUp(), definition);

    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      "for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean'",
    );
  });

  test('carries the code and message of JSONata', async () => {
    const { cause } = await execute(statesSetUp(), pass("{% $sum('a') %}"));

    expect(cause).toBe(
      `${PREFIX}The JSONata expression '$sum('a')' specified for the field 'Output' threw an error during evaluation. ` +
        'T0412: Argument 1 of function "sum" must be an array of "numbers"',
    );
  });

  test('is what a function as a value comes to', async () => {
    expect((await execute(statesSetUp(), pass('{% $sum %}'))).cause).toContain('returned an unsupported result type');
    expect((await execute(statesSetUp(), pass('{% [function($x){ $x }] %}'))).cause).toContain(
      'unsupported result type',
    );
  });
});

describe('a value', () => {
  test('that is undefined inside a constructor leaves its key out', async () => {
    expect(await outputOf('{% {"a": $states.input.absent, "b": 1, "c": null} %}')).toEqual({ b: 1, c: null });
  });

  test('is an expression only between the signs', async () => {
    const literals = ['x {% 1 %}', '{% 1 %} x', ' {% 1 %}', '{% 1', '{%}', '$x'];

    expect(await outputOf(literals)).toEqual(literals);
  });

  test('of the data is never evaluated', async () => {
    expect(await outputOf('{% $states.input %}', ['{% 1 + 1 %}'])).toEqual(['{% 1 + 1 %}']);
    const map = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } }, End: true };
    expect((await execute(statesSetUp(), machineOf({ A: map }), ['{% 1 + 1 %}'])).output).toEqual(['{% 1 + 1 %}']);
  });

  test('is a copy: what an integration does to it reaches nobody', async () => {
    const shared: { list: number[] } = { list: [1] };
    const integration = async (input: Json) => {
      (input as { list: number[] }).list.push(9);
      return shared;
    };
    const setUp = statesSetUp({ [LAMBDA]: integration });
    const definition = machineOf({
      A: { Type: 'Task', Resource: LAMBDA, Assign: { kept: '{% $states.result %}' }, Next: 'B' },
      B: { Type: 'Task', Resource: LAMBDA, Output: ['{% $states.input %}', '{% $kept %}'], End: true },
    });
    const run = ended(setUp, start(setUp, definition, { list: [0] }));
    shared.list.push(2);

    expect((await run).output).toEqual([{ list: [1, 2] }, { list: [1, 2] }]);
    expect((await run).input).toBe('{"list":[0]}');
  });

  test('of a variable may be null or false', async () => {
    const definition = machineOf({
      A: { Type: 'Pass', Assign: { nothing: null, no: false }, Next: 'B' },
      B: { Type: 'Pass', Output: ['{% $nothing %}', '{% $no %}'], End: true },
    });

    expect((await execute(statesSetUp(), definition)).output).toEqual([null, false]);
  });

  test('of a variable is what it was when the state was entered, in Assign and in Output', async () => {
    const definition = machineOf({
      A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: ['{% $x %}', '{% $y %}'], Next: 'C' },
      C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], End: true },
    });

    expect((await execute(statesSetUp(), definition)).output).toEqual([[1, 2], 2, 1]);
  });

  test('of a Choice without a match is assigned and put out for its Default', async () => {
    const rule = { Condition: '{% false %}', Assign: { x: 'rule' }, Output: 'rule', Next: 'B' };
    const definition = machineOf({
      A: { Type: 'Choice', Choices: [rule], Assign: { x: 'default' }, Output: 'put out', Default: 'B' },
      B: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}'], End: true },
    });

    expect((await execute(statesSetUp(), definition)).output).toEqual(['put out', 'default']);
  });
});

describe('time and chance', () => {
  test('$now and $millis are the virtual clock', async () => {
    const definition = machineOf({
      W: { Type: 'Wait', Seconds: 90, Next: 'A' },
      A: {
        Type: 'Pass',
        Output: ['{% $now() %}', '{% $millis() %}', "{% $now('[Y]-[M01]-[D01]', '+0200') %}"],
        End: true,
      },
    });

    expect((await execute(statesSetUp(), definition)).output).toEqual([
      '2026-01-01T00:01:30.000Z',
      START + 90_000,
      '2026-01-01',
    ]);
  });

  test('$random and $uuid depend on the seed alone', async () => {
    const draw = ['{% $random() %}', '{% $random() %}', '{% $uuid() %}', '{% [1..3].$random() %}'];

    const drawn = (await outputOf(draw, {}, 'one')) as [number, number, string, number[]];

    expect(await outputOf(draw, {}, 'one')).toEqual(drawn);
    expect(await outputOf(draw, {}, 'two')).not.toEqual(drawn);
    expect(drawn[0]).not.toBe(drawn[1]);
    expect(new Set(drawn[3]).size).toBe(3);
    expect(drawn[2]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('$random with a seed of its own always gives the same', async () => {
    const [first, second, other] = (await outputOf([
      '{% $random(1) %}',
      '{% $random(1) %}',
      '{% $random(2) %}',
    ])) as number[];

    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(await outputOf('{% $random(1) %}', {}, 'another')).toBe(first);
  });

  test('a Wait until a time waits until then, and not at all when it is past', async () => {
    const wait = (timestamp: string) => machineOf({ A: { Type: 'Wait', Timestamp: timestamp, End: true } });
    const setUp = statesSetUp();

    await execute(setUp, wait('2026-01-01T02:00:00+01:00'));
    expect(setUp.elapsed()).toBe(3_600_000);

    const past = statesSetUp();
    await execute(past, wait("{% '2020-01-01T00:00:00Z' %}"));
    expect(past.elapsed()).toBe(0);
  });
});
