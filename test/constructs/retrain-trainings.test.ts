import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { expressionIn, machineOf, stateOf } from './machine.ts';
import { synthesized } from './synthesized.ts';

const machine = machineOf(synthesized().model, 'RetrainWorkflow');

describe('of the trainings', () => {
  const { Assign } = stateOf(machine, 'Train every candidate');
  const failed = { error: 'TypeError', cause: 'a defect' };
  const trained = (validationScore: number) => ({ trainer: 'one', validationScore });
  const assigned = async (variable: string, result: unknown) => {
    const value = await jsonata(expressionIn(Assign?.[variable] as string) ?? '').evaluate({}, { states: { result } });
    return JSON.parse(JSON.stringify(value));
  };

  test.each([
    [[trained(0.8), trained(0.9)], trained(0.9)],
    [[trained(0.9), trained(0.8)], trained(0.9)],
    [[trained(0.8)], trained(0.8)],
    [[failed, trained(0.8)], trained(0.8)],
    [[trained(0), failed], trained(0)],
    [[failed, failed], null],
  ])('%j leave %j', async (result, best) => {
    expect(await assigned('trained', result)).toEqual(best);
  });

  test('that failed the first one is told', async () => {
    expect(await assigned('failure', [trained(0.8), failed, { ...failed, error: 'RangeError' }])).toEqual(failed);
    expect(await assigned('failure', [failed])).toEqual(failed);
  });
});
