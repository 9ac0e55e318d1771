import { expect, test } from 'vitest';
import { boom, ended, LAMBDA, MACHINE, machineOf, scripted, start, statesSetUp } from './states-set-up.ts';

const definition = machineOf({
  A: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input = 1 %}', Next: 'B' },
      { Condition: '{% $states.input = 2 %}', Next: 'C' },
    ],
    Default: 'C',
  },
  B: {
    Type: 'Map',
    Items: [1],
    ItemProcessor: { StartAt: 'D', States: { D: { Type: 'Task', Resource: LAMBDA, End: true } } },
    Catch: [
      { ErrorEquals: ['Other'], Next: 'C' },
      { ErrorEquals: ['States.ALL'], Next: 'C' },
    ],
    End: true,
  },
  C: { Type: 'Succeed' },
});

test('coverage tells states, rules, Defaults and Catchers that were taken', async () => {
  const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
  const taken = () =>
    setUp.service
      .coverage(MACHINE)
      .flatMap(({ state, kind, index, taken }) => (taken ? [`${state} ${kind} ${index}`] : []));

  const first = start(setUp, definition, 3);
  expect(setUp.service.coverage(MACHINE).map(({ state, kind, index }) => `${state} ${kind} ${index}`)).toEqual([
    'A state 0',
    'A rule 0',
    'A rule 1',
    'A default 0',
    'B state 0',
    'B catch 0',
    'B catch 1',
    'C state 0',
    'D state 0',
  ]);
  expect(taken()).toEqual([]);
  await ended(setUp, first);
  expect(taken()).toEqual(['A state 0', 'A default 0', 'C state 0']);

  const second = setUp.service.startExecution({ stateMachineArn: MACHINE, name: 'second', input: '1' });
  await ended(setUp, second.executionArn);
  expect(taken()).toEqual(['A state 0', 'A rule 0', 'A default 0', 'B state 0', 'B catch 1', 'C state 0', 'D state 0']);

  setUp.service.updateStateMachine(MACHINE, { definition });
  expect(taken()).toHaveLength(7);
  setUp.service.updateStateMachine(MACHINE, { definition: { ...definition, Comment: 'new' } });
  expect(taken()).toEqual([]);
});
