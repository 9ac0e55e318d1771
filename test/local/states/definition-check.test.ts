import { describe, expect, test } from 'vitest';
import { InvalidStateMachine } from '../../../lib/local/states/definition-check.ts';
import { LAMBDA, machineOf, scripted, start, statesSetUp } from './states-set-up.ts';

const succeed = { Type: 'Succeed' };
const pass = (more: object = {}) => ({ Type: 'Pass', End: true, ...more });
const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const map = (more: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { StartAt: 'B', States: { B: pass() } },
  End: true,
  ...more,
});

function problemsOf(definition: object): readonly string[] {
  try {
    start(statesSetUp({ [LAMBDA]: scripted(1).integration }), definition);
    return [];
  } catch (error) {
    if (error instanceof InvalidStateMachine) return error.problems;
    throw error;
  }
}

function refused(rows: readonly [object, string][]): void {
  test.each(rows.map(([definition, problem]) => ({ definition, problem })))('$problem', ({ definition, problem }) => {
    expect(problemsOf(definition)).toContain(problem);
  });
}

describe('fields', () => {
  refused([
    [
      machineOf({ A: pass() }, { QueryLanguage: 'JSONPath' }),
      "the state machine: the field 'QueryLanguage' should be 'JSONata', got \"JSONPath\"",
    ],
    [
      machineOf({ A: pass({ QueryLanguage: 'JSONPath' }) }),
      "state 'A': the field 'QueryLanguage' should be 'JSONata', got \"JSONPath\"",
    ],
    [
      machineOf({ A: pass() }, { Version: '2.0' }),
      "the state machine: the field 'Version' should be '1.0', got \"2.0\"",
    ],
    [machineOf({ A: pass() }, { Extra: 1 }), "the state machine: the field 'Extra' is not known here"],
    [
      machineOf({ A: pass() }, { TimeoutSeconds: 0 }),
      "the state machine: the field 'TimeoutSeconds' should be a whole number between 1 and 99999999, got 0",
    ],
    [machineOf({ A: pass({ Resul: 1 }) }), "state 'A': the field 'Resul' is not known here"],
    [machineOf({ A: pass({ Next: 'A' }) }), "state 'A': should have either 'Next' or 'End', got Next and End"],
    [machineOf({ A: { Type: 'Pass' } }), "state 'A': should have either 'Next' or 'End', got neither"],
    [machineOf({ A: pass({ End: false }) }), "state 'A': the field 'End' should be true, or absent, got false"],
    [machineOf({ A: { Type: 'Sleep' } }), 'state \'A\': the type "Sleep" is not known'],
    [machineOf({ A: { Type: 'Task', End: true } }), "state 'A': the field 'Resource' is missing"],
    [
      machineOf({ A: task({ Credentials: {} }) }),
      "state 'A': the field 'Credentials' is not simulated: tasks run under one role",
    ],
    [
      machineOf({ A: task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }) }),
      "state 'A': the field 'HeartbeatSeconds' should be below 'TimeoutSeconds', got 5",
    ],
    [
      machineOf({ A: task({ TimeoutSeconds: '5' }) }),
      "state 'A': the field 'TimeoutSeconds' should be a whole number between 1 and 99999999, got \"5\"",
    ],
    [
      machineOf({ A: { Type: 'Wait', End: true } }),
      "state 'A': should have either 'Seconds' or 'Timestamp', got neither",
    ],
    [
      machineOf({ A: { Type: 'Wait', Timestamp: 'noon', End: true } }),
      "state 'A': the field 'Timestamp' should be a time such as 2026-03-14T01:59:00Z, got \"noon\"",
    ],
    [
      machineOf({ A: { Type: 'Choice', Choices: [], Default: 'B' }, B: succeed }),
      "state 'A': the field 'Choices' should be a list with at least one entry, got []",
    ],
    [
      machineOf({ A: { Type: 'Choice', Choices: [{ Condition: 'yes', Next: 'B' }] }, B: succeed }),
      "state 'A': Choices[0]: the field 'Condition' should be an expression, for example {% $ready %}, got \"yes\"",
    ],
    [
      machineOf({ A: { Type: 'Choice', Choices: [{ Condition: true }], Default: 'B' }, B: succeed }),
      "state 'A': Choices[0]: the field 'Next' is missing",
    ],
    [
      machineOf({ A: { Type: 'Choice', Choices: [1], Default: 'B' }, B: succeed }),
      "state 'A': Choices[0] should be an object, got 1",
    ],
    [
      machineOf({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B', StringEquals: 'x' }] }, B: succeed }),
      "state 'A': Choices[0]: the field 'StringEquals' is not known here",
    ],
    [
      machineOf({ A: map({ ToleratedFailurePercentage: 5 }) }),
      "state 'A': the field 'ToleratedFailurePercentage' is not simulated: catch the failure inside the iteration",
    ],
    [
      machineOf({ A: map({ ItemReader: {} }) }),
      "state 'A': the field 'ItemReader' belongs to a distributed Map, which is not simulated",
    ],
    [machineOf({ A: map({ Items: {} }) }), "state 'A': the field 'Items' should be a list or an expression, got {}"],
    [
      machineOf({ A: map({ ItemProcessor: { QueryLanguage: 'JSONata', StartAt: 'B', States: { B: pass() } } }) }),
      "state 'A': ItemProcessor: the field 'QueryLanguage' is not known here",
    ],
    [machineOf({ ['x'.repeat(81)]: pass() }), `state '${'x'.repeat(81)}': its name should have 1 to 80 characters`],
    [machineOf({ A: 1 as never }), "state 'A' should be an object"],
    [machineOf({}, { StartAt: 'A' }), "the state machine: the field 'States' should have at least one state"],
    [[], 'the definition should be an object'],
    [
      machineOf({ A: pass({ Comment: 'x'.repeat(1024 * 1024) }) }),
      'the state machine: its definition has more than 1 MB',
    ],
  ]);

  test.each(['InputPath', 'OutputPath', 'ResultPath', 'ResultSelector', 'Parameters', 'Result'])(
    '%s is refused, because it belongs to JSONPath',
    (field) => {
      expect(problemsOf(machineOf({ A: task({ [field]: '$' }) }))).toEqual([
        `state 'A': the field '${field}' belongs to JSONPath, and only JSONata is run`,
      ]);
    },
  );

  test('of states inside others are checked as well', () => {
    const inner = { StartAt: 'B', States: { B: pass({ InputPath: '$' }) } };
    const problem = "state 'B': the field 'InputPath' belongs to JSONPath, and only JSONata is run";

    expect(problemsOf(machineOf({ A: map({ ItemProcessor: inner }) }))).toEqual([problem]);
    expect(problemsOf(machineOf({ A: { Type: 'Parallel', Branches: [inner], End: true } }))).toEqual([problem]);
  });
});

describe('Retry and Catch', () => {
  const retrying = (retrier: object) => machineOf({ A: task({ Retry: [retrier] }) });

  refused([
    [retrying({}), "state 'A': Retry[0]: the field 'ErrorEquals' is missing"],
    [
      retrying({ ErrorEquals: [] }),
      "state 'A': Retry[0]: the field 'ErrorEquals' should list at least one error name, got []",
    ],
    [
      retrying({ ErrorEquals: ['States.ALL', 'x'] }),
      'state \'A\': Retry[0]: the field \'ErrorEquals\' should have States.ALL alone, got ["States.ALL","x"]',
    ],
    [
      retrying({ ErrorEquals: ['States.Al'] }),
      "state 'A': Retry[0]: the field 'ErrorEquals' names States.Al, which the service does not report, got [\"States.Al\"]",
    ],
    [
      retrying({ ErrorEquals: ['x'], IntervalSeconds: 0 }),
      "state 'A': Retry[0]: the field 'IntervalSeconds' should be a whole number between 1 and 99999999, got 0",
    ],
    [
      retrying({ ErrorEquals: ['x'], MaxAttempts: -1 }),
      "state 'A': Retry[0]: the field 'MaxAttempts' should be a whole number between 0 and 99999999, got -1",
    ],
    [
      retrying({ ErrorEquals: ['x'], BackoffRate: 0.5 }),
      "state 'A': Retry[0]: the field 'BackoffRate' should be a number of at least 1, got 0.5",
    ],
    [
      retrying({ ErrorEquals: ['x'], JitterStrategy: 'HALF' }),
      "state 'A': Retry[0]: the field 'JitterStrategy' should be 'FULL' or 'NONE', got \"HALF\"",
    ],
    [
      machineOf({ A: task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['x'] }] }) }),
      "state 'A': Retry[0]: States.ALL should be in the last entry, for nothing after it is ever reached",
    ],
    [
      machineOf({ A: task({ Catch: [{ ErrorEquals: ['x'], ResultPath: '$.e', Next: 'A' }] }) }),
      "state 'A': Catch[0]: the field 'ResultPath' belongs to JSONPath, and only JSONata is run",
    ],
    [machineOf({ A: pass({ Catch: [] }) }), "state 'A': the field 'Catch' is not known here"],
  ]);
});

describe('the way through', () => {
  refused([
    [machineOf({ A: pass() }, { StartAt: 'B' }), "the start state 'B' should be one of A"],
    [machineOf({ A: { Type: 'Pass', Next: 'B' } }), "state 'A': goes to 'B', which does not exist"],
    [machineOf({ A: pass(), B: pass() }), "state 'B': no state goes there"],
    [machineOf({ A: { Type: 'Pass', Next: 'A' } }), "from the start state 'A' no state is reached that ends"],
    [
      machineOf({ A: map({ ItemProcessor: { StartAt: 'A', States: { A: pass() } } }) }),
      "state 'A': its name occurs twice in the state machine",
    ],
    [
      machineOf({ A: task({ Resource: 'arn:aws:states:::sqs:sendMessage' }) }),
      "state 'A': the resource arn:aws:states:::sqs:sendMessage is not simulated",
    ],
    [machineOf({ A: task({ Resource: `${LAMBDA}.sync` }) }), `state 'A': the resource ${LAMBDA}.sync is not simulated`],
    [
      machineOf({ A: map({ ItemProcessor: { StartAt: 'B', States: { B: task({ Resource: 'x' }) } } }) }),
      "state 'B': the resource x is not simulated",
    ],
  ]);
});

test('a machine with several problems names them all', () => {
  const problems = problemsOf(machineOf({ A: pass({ InputPath: '$', Foo: 1 }), B: { Type: 'Sleep' } }));

  expect(problems).toHaveLength(3);
});

test('a machine of any other type than STANDARD is refused', () => {
  const { service } = statesSetUp();

  expect(() =>
    service.createStateMachine({
      arn: 'a',
      name: 'm',
      definition: machineOf({ A: pass() }),
      roleArn: 'r',
      type: 'EXPRESS',
    }),
  ).toThrow("the state machine 'm' should be of the type STANDARD, got EXPRESS: others are not simulated");
});
