import { describe, expect, test } from 'vitest';
import { InvalidStateMachine } from '../../../lib/local/states/definition-check.ts';
import { LAMBDA, machineOf, scripted, start, statesSetUp } from './states-set-up.ts';

const succeed = { Type: 'Succeed' };

function problemsOf(states: Readonly<Record<string, object>>): readonly string[] {
  try {
    start(statesSetUp({ [LAMBDA]: scripted(1).integration }), machineOf(states));
    return [];
  } catch (error) {
    if (error instanceof InvalidStateMachine) return error.problems;
    throw error;
  }
}

const inOutput = (expression: string) => problemsOf({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });

describe('an expression', () => {
  test.each([
    ['phone', "Reference to 'phone' at the top level is not supported"],
    ['$f(phone)', "Reference to 'phone' at the top level is not supported"],
    ['{"a": phone.x}', "Reference to 'phone' at the top level is not supported"],
    ['$map($states.input, function($v){ phone })', "Reference to 'phone' at the top level is not supported"],
    ['$', '$ at the top level has nothing to read from'],
    ['*', "'*' at the top level has nothing to read from"],
    ['**.b', "'**' at the top level has nothing to read from"],
    ['$$.a', 'Reference to $$ is not supported'],
    ["$eval('1')", '$eval does not exist in Step Functions: use $parse'],
    ["'1' ~> $eval", '$eval does not exist in Step Functions: use $parse'],
    ['$shuffle([1, 2])', '$shuffle is refused: it draws from a generator that has no seed'],
    ['$map([[1]], $shuffle)', '$shuffle is refused: it draws from a generator that has no seed'],
    [
      "$toMillis('1', '[H]')",
      '$toMillis is refused unless it is called with one argument: a picture may read the real date',
    ],
    [
      "'1' ~> $toMillis('[H]')",
      '$toMillis is refused unless it is called with one argument: a picture may read the real date',
    ],
    [
      "$map(['1'], $toMillis)",
      '$toMillis is refused unless it is called with one argument: a picture may read the real date',
    ],
    ["$states.input.a ?: 'b'", 'the operator ?: is newer than JSONata 2.0.6'],
    ["$states.input.a ?? 'b'", 'the operator ?? is newer than JSONata 2.0.6'],
    ['$states.result', '$states.result does not exist here'],
    ['$states.errorOutput.Error', '$states.errorOutput does not exist here'],
    ['$states.inptu', '$states.inptu does not exist here'],
    ['$typo', 'no state assigns $typo where it is read'],
    ['$typo(1)', 'there is no function $typo'],
  ])('%s is refused: %s', (expression, problem) => {
    expect(inOutput(expression)).toContain(`state 'A': Output: the expression ${expression}: ${problem}`);
  });

  test.each(['a[1,2)', '"unterminated', '1 +', '{"a":}', '$x :='])('%s does not parse', (expression) => {
    expect(inOutput(expression)[0]).toContain(
      `state 'A': Output: the expression {% ${expression} %} does not parse: S0`,
    );
  });

  test.each([
    '$states.input.items[value > 3]',
    '$states.input.items.(a + b)',
    '$states.input.items^(>price)[0]',
    '$states.input.items{kind: $sum(price)}',
    '$states.input.items@$item.{ "a": $item.x }',
    '$states.input.items#$index.{ "i": $index }',
    '$states.input.a.b.{ "c": %.d }',
    '$map([1, 2], function($v, $i){ $v + $i })',
    '($double := function($n){ $n * 2 }; $double(2))',
    '[1..3] ~> $map(function($v){ $v }) ~> $sum()',
    '$states.input ~> |items|{"seen": true}|',
    "$states.input.a ? $states.input.b : 'c'",
    "$replace('a', /a(?:b)?/, 'x')",
    '$substring(?, 0, 2)("abc")',
    "$toMillis('2026-01-01')",
    '$exists($states.context.Map)',
    '$merge([$states.input, $states.context])',
    '$lookup($states, "input")',
  ])('%s is fine', (expression) => {
    expect(inOutput(expression)).toEqual([]);
  });

  test('may read the result of a task after it, and the error of a Catch in it', () => {
    const task = (more: object) => ({
      A: { Type: 'Task', Resource: LAMBDA, End: true, ...more },
      B: succeed,
    });
    const caught = (expression: string) => ({ Catch: [{ ErrorEquals: ['x'], Output: expression, Next: 'B' }] });

    expect(problemsOf(task({ Output: '{% $states.result %}', ...caught('{% $states.errorOutput %}') }))).toEqual([]);
    expect(problemsOf(task({ Arguments: { a: '{% $states.result %}' }, ...caught('1') }))).toEqual([
      "state 'A': Arguments/a: the expression $states.result: $states.result does not exist here",
    ]);
    expect(problemsOf(task(caught('{% $states.result %}')))).toEqual([
      "state 'A': Catch[0]/Output: the expression $states.result: $states.result does not exist here",
    ]);
  });

  test.each([
    [{ Type: 'Wait', Seconds: '{% 1 + %}', End: true }, 'Seconds'],
    [{ Type: 'Fail', Cause: '{% 1 + %}' }, 'Cause'],
    [{ Type: 'Pass', Assign: { a: [{ b: '{% 1 + %}' }] }, End: true }, 'Assign/a[0]/b'],
  ])('that is wrong is found in %j', (state, field) => {
    expect(problemsOf({ A: state })[0]).toContain(`state 'A': ${field}: the expression {% 1 + %} does not parse`);
  });
});

describe('a variable', () => {
  const inner = (assign: object, output: unknown = 1) => ({
    StartAt: 'B',
    States: { B: { Type: 'Pass', Assign: assign, Output: output, End: true } },
  });
  const parallel = (more: object, ...branches: object[]) => ({
    Type: 'Parallel',
    Branches: branches,
    End: true,
    ...more,
  });

  test('of an outer scope cannot be assigned in an inner one, wherever it is assigned outside', () => {
    const problem = "state 'B': the variable 'x' is assigned outside as well: an inner scope cannot use the same name";
    const caught = [{ ErrorEquals: ['e'], Assign: { x: 1 }, Next: 'C' }];

    expect(problemsOf({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' }, P: parallel({}, inner({ x: 2 })) })).toEqual([
      problem,
    ]);
    expect(problemsOf({ P: parallel({ Assign: { x: 1 } }, inner({ x: 2 })) })).toEqual([problem]);
    expect(problemsOf({ P: parallel({ Catch: caught }, inner({ x: 2 })), C: succeed })).toEqual([problem]);
    const map = { Type: 'Map', ItemProcessor: inner({ x: 2 }), Assign: { x: 1 }, End: true };
    expect(problemsOf({ P: map })).toEqual([problem]);
  });

  test('may have the same name in two branches', () => {
    const other = { StartAt: 'C', States: { C: { Type: 'Pass', Assign: { x: 2 }, End: true } } };

    expect(problemsOf({ P: parallel({}, inner({ x: 1 }), other) })).toEqual([]);
  });

  test('of an inner scope cannot be read outside, nor in another branch', () => {
    const other = { StartAt: 'C', States: { C: { Type: 'Pass', Output: '{% $x %}', End: true } } };
    const problem = (state: string) =>
      `state '${state}': Output: the expression $x: no state assigns $x where it is read`;

    expect(problemsOf({ P: parallel({}, inner({ x: 1 }), other) })).toEqual([problem('C')]);
    expect(problemsOf({ P: parallel({ Output: '{% $x %}' }, inner({ x: 1 })) })).toEqual([problem('P')]);
  });

  test.each([
    ['states', 'has the name that the service reserves'],
    ['count', 'has the name of a function'],
    ['uuid', 'has the name of a function'],
    ['a.b', 'should have a name of letters and digits, at most 80 characters'],
    ['1a', 'should have a name of letters and digits, at most 80 characters'],
    ['', 'should have a name of letters and digits, at most 80 characters'],
    ['x'.repeat(81), 'should have a name of letters and digits, at most 80 characters'],
  ])('cannot be called %s', (name, problem) => {
    expect(problemsOf({ A: { Type: 'Pass', Assign: { [name]: 1 }, End: true } })).toEqual([
      `state 'A': the variable '${name}' ${problem}`,
    ]);
  });

  test.each(['x', 'größe', 'x1_y', 'x'.repeat(80)])('may be called %s', (name) => {
    expect(problemsOf({ A: { Type: 'Pass', Assign: { [name]: 1 }, End: true } })).toEqual([]);
  });
});
