import { expect, test } from 'vitest';
import type { Operations } from '../../../lib/local/aws-error.ts';
import { sdkIntegrations } from '../../../lib/local/states/service-integrations.ts';
import { boom, execute, LAMBDA, machineOf, scripted, start, statesSetUp } from './states-set-up.ts';

/** The conformance list, J01 to J10. */

test('J01: a Pass assigns and puts out, and the next state reads the variable', async () => {
  const definition = machineOf({
    A: { Type: 'Pass', Assign: { x: '{% $states.input.n * 2 %}' }, Output: { z: 1 }, Next: 'B' },
    B: { Type: 'Pass', Output: { x: '{% $x %}', z: '{% $states.input.z %}' }, End: true },
  });

  expect((await execute(statesSetUp(), definition, { n: 3 })).output).toEqual({ x: 6, z: 1 });
});

test('J02: Assign and Output of a task read its result', async () => {
  const double = scripted(async (input) => ({ v: (input as { n: number }).n * 2 }));
  const definition = machineOf({
    A: {
      Type: 'Task',
      Resource: LAMBDA,
      Arguments: { n: '{% $states.input.n %}' },
      Assign: { v: '{% $states.result.v %}' },
      Output: '{% $states.result.v %}',
      Next: 'B',
    },
    B: { Type: 'Pass', Output: ['{% $states.input %}', '{% $v %}'], End: true },
  });

  const { output } = await execute(statesSetUp({ [LAMBDA]: double.integration }), definition, { n: 2 });

  expect(output).toEqual([4, 4]);
});

test('J03: a rule of a Choice has an Output of its own', async () => {
  const condition = "{% $exists($states.input.n) and $states.input.n > 1 and $states.input.s = 'x' %}";
  const definition = machineOf({
    A: { Type: 'Choice', Choices: [{ Condition: condition, Output: { hit: true }, Next: 'B' }], Default: 'B' },
    B: { Type: 'Succeed' },
  });

  expect((await execute(statesSetUp(), definition, { n: 2, s: 'x' })).output).toEqual({ hit: true });
  expect((await execute(statesSetUp(), definition, { n: 2, s: 'y' })).output).toEqual({ n: 2, s: 'y' });
});

test('J04: a Wait takes its seconds from an expression, and really waits', async () => {
  const setUp = statesSetUp();
  const definition = machineOf({ A: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } });

  const { output } = await execute(setUp, definition, { s: 1 });

  expect(output).toEqual({ s: 1 });
  expect(setUp.elapsed()).toBe(1000);
});

test('J05: a Map takes its items from an expression', async () => {
  const definition = machineOf({
    A: {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      ItemSelector: { v: '{% $states.context.Map.Item.Value * 10 %}' },
      ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
      Output: '{% $states.result.v %}',
      End: true,
    },
  });

  expect((await execute(statesSetUp(), definition, { items: [1, 2] })).output).toEqual([10, 20]);
});

test('J06: what Retry does not mend, Catch assigns and puts out', async () => {
  const task = scripted(boom());
  const definition = machineOf({
    A: {
      Type: 'Task',
      Resource: LAMBDA,
      Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }],
      Catch: [
        {
          ErrorEquals: ['Boom'],
          Assign: { caught: '{% $states.errorOutput.Error %}' },
          Output: '{% $states.errorOutput.Cause %}',
          Next: 'B',
        },
      ],
      End: true,
    },
    B: { Type: 'Pass', Output: '{% $caught %}', End: true },
  });

  const { output } = await execute(statesSetUp({ [LAMBDA]: task.integration }), definition);

  expect(output).toBe('Boom');
  expect(task.calls).toHaveLength(2);
});

test('J07: aws-sdk:lambda:updateAlias takes weights from an expression', async () => {
  const operations = { UpdateAlias: (input) => input } as Operations;
  const definition = machineOf({
    A: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:lambda:updateAlias',
      Arguments: {
        FunctionName: 'f',
        Name: 'live',
        RoutingConfig: { AdditionalVersionWeights: '{% { $states.input.version: $states.input.weight } %}' },
      },
      Output: '{% $states.result.RoutingConfig.AdditionalVersionWeights %}',
      End: true,
    },
  });

  const setUp = statesSetUp(sdkIntegrations({ lambda: { operations } }));

  expect((await execute(setUp, definition, { version: '2', weight: 0.25 })).output).toEqual({ '2': 0.25 });
});

test('J08: the functions that Step Functions adds', async () => {
  const definition = machineOf({
    A: {
      Type: 'Pass',
      Output: {
        h: "{% $hash('a', 'SHA-256') %}",
        r: '{% $range(1, 3, 1) %}',
        p: '{% $partition([1, 2, 3], 2) %}',
        j: '{% $parse(\'{"a":1}\') %}',
      },
      End: true,
    },
  });

  expect((await execute(statesSetUp(), definition)).output).toEqual({
    h: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    r: [1, 2, 3],
    p: [[1, 2], [3]],
    j: { a: 1 },
  });
});

test('J09: a JSONata state inside a JSONPath machine is refused when the machine is created', () => {
  const states = { A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: { y: '{% 3 %}' }, End: true } };

  expect(() => start(statesSetUp(), machineOf(states, { QueryLanguage: 'JSONPath' }))).toThrow(
    "the state machine: the field 'QueryLanguage' should be 'JSONata', got \"JSONPath\"",
  );
  expect(() => start(statesSetUp(), { StartAt: 'A', States: states })).toThrow(
    "the state machine: the field 'QueryLanguage' should be 'JSONata'; JSONPath, its default, is not run",
  );
});

test('J10: the Fail of a branch is caught by its name, with its cause', async () => {
  const fail = { Type: 'Fail', Error: 'Custom', Cause: "{% 'w' & 'hy' %}" };
  const definition = machineOf({
    A: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'B', States: { B: fail } }],
      Catch: [{ ErrorEquals: ['Custom'], Output: '{% $states.errorOutput.Cause %}', Next: 'C' }],
      End: true,
    },
    C: { Type: 'Succeed' },
  });

  expect((await execute(statesSetUp(), definition)).output).toBe('why');
});
