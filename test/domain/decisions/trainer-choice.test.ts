import { describe, expect, test } from 'vitest';
import { TrainerUnavailable } from '../../../lib/domain/artifacts/training-errors.ts';
import { chooseTrainer } from '../../../lib/domain/decisions/trainer-choice.ts';
import {
  defaultTrainer,
  singleTrainerKinds,
  type TrainerSettings,
} from '../../../lib/domain/definition/trainer-settings.ts';

const usual = defaultTrainer('logistic-regression');
const own: TrainerSettings = { ...usual, parameters: { ...usual.parameters, inverseRegularization: 0.1 } };
const forest = defaultTrainer('random-forest');

describe('the trainer', () => {
  test('is the one at its place in the definition, with its parameters', () => {
    expect(chooseTrainer([forest, own], { index: 1, kind: 'logistic-regression' })).toBe(own);
  });

  test('is the ensemble at its place, which has no usual parameters', () => {
    const vote: TrainerSettings = { kind: 'soft-vote', members: [own, forest], weights: 'equal' };
    expect(chooseTrainer([forest, vote], { index: 1, kind: 'soft-vote' })).toBe(vote);
  });

  test.each([
    ['at whose place another kind stands', 0],
    ['at whose place nothing stands', 2],
  ])('%s has the usual parameters', (_what, index) => {
    expect(chooseTrainer([forest, own], { index, kind: 'logistic-regression' })).toEqual(usual);
  });

  test.each(singleTrainerKinds)('%s is one that can be asked for', (kind) => {
    expect(chooseTrainer([], { index: 0, kind })).toEqual(defaultTrainer(kind));
  });

  test("of the owner's own has to be in the definition", () => {
    const container = { image: null, module: 'a.mjs', architecture: 'arm64', megabytes: 8192 } as const;
    const external = { kind: 'external', parameters: {}, container } as const;

    expect(chooseTrainer([external], { index: 0, kind: 'external' })).toBe(external);
    expect(() => chooseTrainer([external], { index: 1, kind: 'external' })).toThrow(TrainerUnavailable);
  });

  test.each(['no-such-thing', 'constructor', 'soft-vote'])('%s is not carried out', (kind) => {
    const all = singleTrainerKinds.map((one) => `"${one}"`).join(' or ');
    expect(() => chooseTrainer([forest], { index: 0, kind })).toThrow(TrainerUnavailable);
    expect(() => chooseTrainer([forest], { index: 0, kind })).toThrow(
      `'trainer.kind' should be ${all}, which this version trains, or the kind of trainers[0] in the definition, got "${kind}": set that kind there, or modelType in the request`,
    );
  });
});
