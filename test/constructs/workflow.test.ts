import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { canarySeconds } from '../../lib/domain/definition/canary-plan.ts';
import { parseModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import { allStates, expressionIn, keysIn, type Machine, machineOf, type State } from './machine.ts';
import { assignedIn, reachable, unassignedReads } from './machine-graph.ts';
import { machineText } from './machine-text.ts';
import { languageErrors } from './states-language.ts';
import { bankMarketing, only, synthesized, synthesizedWith } from './synthesized.ts';
import { synthesizedWithNetwork } from './training/with-network.ts';

const { model } = synthesized();
const retrain = machineOf(model, 'RetrainWorkflow');
const rollback = machineOf(model, 'RollbackWorkflow');
const machines = [
  ['RetrainWorkflow', retrain],
  ['RollbackWorkflow', rollback],
] as const;

const JSON_PATH_FIELDS = ['InputPath', 'Parameters', 'ResultSelector', 'ResultPath', 'OutputPath', 'ItemsPath'];

function tasksOf(machine: Machine): (readonly [string, State])[] {
  return allStates(machine).filter(([, state]) => state.Type === 'Task');
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

test.each([
  ['retrain', retrain],
  ['rollback', rollback],
])('the definition of %s is as it was read last', async (name, machine) => {
  await expect(machineText(machine)).toMatchFileSnapshot(`./${name}.asl.json`);
});

describe.each(machines)('%s', (name, machine) => {
  const { properties } = model.at(`Pipeline/${name}/Machine/StateMachine`);

  test('follows the Amazon States Language', () => {
    expect(languageErrors(machine)).toBe('');
    expect(languageErrors({ ...machine, StartAt: 'Nowhere' })).not.toBe('');
  });

  test('is JSONata throughout', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
    expect(keysIn(machine).filter((key) => JSON_PATH_FIELDS.includes(key) || key.endsWith('.$'))).toEqual([]);
  });

  test('has expressions that compile, each a whole text', () => {
    const texts = stringsIn(machine).filter((text) => text.includes('{%') || text.includes('%}'));

    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(expressionIn(text), text).toBeDefined();
      expect(() => jsonata(expressionIn(text) ?? ''), text).not.toThrow();
    }
  });

  test('gives every task longer than its function has', () => {
    for (const [state, { TimeoutSeconds, Arguments }] of tasksOf(machine)) {
      const functions = model
        .of('AWS::Lambda::Function')
        .filter(({ path }) => stepOf(path) === Arguments?.FunctionName);

      expect(TimeoutSeconds, state).toBe(only(functions).properties.Timeout + 15);
    }
  });

  test('retries what the service does wrong, and never what another attempt cannot mend', () => {
    for (const [state, { Retry = [] }] of tasksOf(machine)) {
      const [service, permanent, others] = Retry;

      expect(Retry, state).toHaveLength(3);
      expect(service?.ErrorEquals).toContain('Lambda.TooManyRequestsException');
      expect(service?.MaxAttempts).toBe(6);
      expect(permanent).toEqual({ ErrorEquals: [...permanentErrors], MaxAttempts: 0 });
      expect(others?.ErrorEquals).toEqual(['States.ALL']);
      expect(others?.MaxAttempts).toBeGreaterThan(0);
    }
  });

  test('catches everything, and what is too large by name, which the rest does not cover', () => {
    for (const [state, { Catch = [] }] of tasksOf(machine)) {
      expect(
        Catch.map(({ ErrorEquals }) => ErrorEquals),
        state,
      ).toEqual([['States.DataLimitExceeded'], ['States.ALL']]);
      expect(Catch[0]?.Next).toBe(Catch[1]?.Next);
    }
  });

  test('knows at every choice what to do otherwise', () => {
    for (const [state, { Type, Default }] of allStates(machine)) {
      if (Type === 'Choice') expect(Default, state).toBeDefined();
    }
  });

  test('gets to every state', () => {
    expect([...reachable(machine, [machine.StartAt])].sort()).toEqual(Object.keys(machine.States).sort());
  });

  test('has state names that the console can show', () => {
    for (const [state] of allStates(machine)) expect(state).toMatch(/^[A-Z].{0,79}$/);
  });

  test('reads no variable that some way has not assigned', () => {
    expect(unassignedReads(machine)).toEqual([]);
  });

  test('assigns inside of a Map no variable that is assigned outside, which the language forbids', () => {
    const outside = assignedIn(machine);

    for (const [state, { ItemProcessor }] of allStates(machine)) {
      const inside = ItemProcessor ? [...assignedIn(ItemProcessor)] : [];
      expect(
        inside.filter((variable) => outside.has(variable)),
        state,
      ).toEqual([]);
    }
  });

  test('invokes functions, and passes nothing but their input', () => {
    for (const [state, { Arguments, ...rest }] of tasksOf(machine)) {
      expect(Object.keys(Arguments ?? {}), state).toEqual(['FunctionName', 'Payload']);
      expect(rest, state).toMatchObject({ Resource: 'arn:aws:states:::lambda:invoke' });
    }
  });

  test('is a standard machine, logged without its data, and traced', () => {
    expect(properties.StateMachineType ?? 'STANDARD').toBe('STANDARD');
    expect(properties.TracingConfiguration).toEqual({ Enabled: true });
    expect(properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    expect(Buffer.byteLength(properties.DefinitionString)).toBeLessThan(1_000_000);
  });

  test("logs below the prefix that keeps the account's log resource policy small", () => {
    const { LogGroupName } = model.at(`Pipeline/${name}/Machine/Logs`).properties;

    expect(LogGroupName).toBe(`/aws/vendedlogs/states/${properties.StateMachineName}`);
  });
});

function stepOf(path: string): string | undefined {
  const id = /^Pipeline\/(\w+)\/Function$/.exec(path)?.[1];
  return id?.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

test('a rollback has an hour, a retrain the longest canary and two days more', () => {
  const { canary } = parseModelDefinition(bankMarketing, 'bank-marketing');

  expect(rollback.TimeoutSeconds).toBe(3600);
  expect(retrain.TimeoutSeconds).toBe(canarySeconds(canary) + 2 * 86_400);
});

test('with containers it has the time that all of them may take besides', () => {
  const trainers = Array.from({ length: 2 }, () => ({
    kind: 'xgboost' as const,
    search: { grid: { max_depth: [3, 4, 5] } },
  }));
  const machine = machineOf(synthesizedWithNetwork({ trainers }).model, 'RetrainWorkflow');

  // six candidates, five at once, each in two containers of twelve hours
  expect(machine.TimeoutSeconds).toBe((retrain.TimeoutSeconds ?? 0) + 2 * 2 * 12 * 3_600);
});

test("the policy says how often a step is tried again (S3-22), a rollback's attempts are its own", () => {
  const { model: ranker } = synthesizedWith({ definitions: [{ ...bankMarketing, policy: 'feed-ranker' }] });
  const attempts = (machine: Machine) => tasksOf(machine).map(([, { Retry }]) => Retry?.[2]);
  // what only helps is tried twice at once, whatever the policy
  const [first, ...others] = attempts(machineOf(ranker, 'RetrainWorkflow'));

  expect(first).toMatchObject({ MaxAttempts: 1, IntervalSeconds: 2 });
  for (const retrier of others) expect(retrier).toMatchObject({ MaxAttempts: 1, IntervalSeconds: 300 });
  for (const retrier of attempts(machineOf(ranker, 'RollbackWorkflow'))) {
    expect(retrier).toMatchObject({ MaxAttempts: 5, IntervalSeconds: 2 });
  }
});

describe('the check of variables', () => {
  const reading = { Type: 'Pass', Output: '{% $given.name %}', End: true } as const;

  test('finds one that a way around its assignment leaves out', () => {
    const machine: Machine = {
      StartAt: 'Choose',
      States: {
        Choose: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Give' }], Default: 'Read' },
        Give: { Type: 'Pass', Assign: { given: '{% $states.input %}' }, Next: 'Read' },
        Read: reading,
      },
    };

    expect(unassignedReads(machine)).toEqual(["'Read' reads $given"]);
    expect(unassignedReads(machine, { given: 'set' })).toEqual([]);
  });

  test('finds one that a Catch does not assign', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Read' }];
    const machine: Machine = {
      StartAt: 'Work',
      States: { Work: { Type: 'Task', Assign: { given: '{% 1 %}' }, Next: 'Read', Catch }, Read: reading },
    };

    expect(unassignedReads(machine)).toEqual(["'Read' reads $given"]);
  });

  test('takes a way that asks for a value only where there is one', () => {
    const Choices = [{ Condition: '{% $guard != null %}', Next: 'Read' }];
    const machine: Machine = {
      StartAt: 'Choose',
      States: { Choose: { Type: 'Choice', Choices, Default: 'End' }, Read: reading, End: { Type: 'Succeed' } },
    };

    expect(unassignedReads(machine, { guard: 'null' })).toEqual([]);
    expect(unassignedReads(machine, { guard: 'set' })).toEqual(["'Read' reads $given"]);
  });
});
