import { describe, expect, test } from 'vitest';
import { trainerParameters } from '../../lib/domain/definition/trainer-parameters.ts';
import { goldenFault } from '../../lib/training/scoring/golden-rows.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { trainModel } from '../../lib/training/train-model.ts';
import type { SoftVote, Trainer } from '../../lib/training/trainers/trainer.ts';
import { bankMarketingRows } from './bank-marketing.ts';
import { missingOf, tableOf } from './table/table-of.ts';

const features = [
  { name: 'age', kind: 'numeric', missing: [] },
  { name: 'balance', kind: 'numeric', missing: [] },
  { name: 'campaign', kind: 'numeric', missing: [] },
  { name: 'month', kind: 'categorical', missing: [] },
  { name: 'poutcome', kind: 'categorical', missing: ['unknown'] },
] as const;

const rows = bankMarketingRows('y').filter((_, index) => index % 12 === 0);
const byId = new Map(rows.map((row) => [row.id, row]));

const logistic: Trainer = {
  kind: 'logistic-regression',
  settings: trainerParameters['logistic-regression'].parse({}),
};
const boosted: Trainer = {
  kind: 'gradient-boosted-trees',
  settings: trainerParameters['gradient-boosted-trees'].parse({ trees: 20, depth: 3 }),
};
const forest: Trainer = { kind: 'random-forest', settings: trainerParameters['random-forest'].parse({ trees: 20 }) };

const terms = {
  binary: { positiveClass: 'yes', classes: [] },
  several: { positiveClass: null, classes: ['no', 'yes'] },
};

function learn(trainer: Trainer | SoftVote, of: (typeof terms)[keyof typeof terms] = terms.binary) {
  const table = tableOf(
    features,
    rows.map((row) => row.features),
  );
  return trainModel({
    ids: rows.map(({ id }) => id),
    labels: rows.map(({ label }) => label),
    table: { columns: [...table.columns] },
    missing: missingOf(features),
    ...of,
    trainer,
  });
}

const vote = (members: readonly Trainer[], weights: SoftVote['weights'] = 'fitted'): SoftVote => {
  return { kind: 'soft-vote', members, weights };
};

const trainers = [logistic, boosted, forest];
const trained = await learn(vote(trainers));
const alone = await Promise.all(trainers.map((trainer) => learn(trainer)));

describe('an ensemble', () => {
  test.each(Object.values(terms))('scores the weighted mean of its members, of $classes.length classes', async (of) => {
    const ensemble = await learn(vote(trainers, 'equal'), of);
    const score = createScorer(ensemble);
    const members = ensemble.members.map(({ weight, model }) => ({ weight, score: createScorer(model) }));
    for (const { features: row } of rows.slice(0, 50)) {
      const votes = members.map((member) => [member.score(row)].flat());
      const mean = votes[0]?.map((_, output) =>
        members.reduce((sum, { weight }, place) => sum + weight * (votes[place]?.[output] ?? 0), 0),
      );
      for (const [output, value] of [score(row)].flat().entries()) expect(value).toBeCloseTo(mean?.[output] ?? 2, 12);
    }
  });

  test('has members that are what their trainers learn alone of the same rows', () => {
    expect(trained.members.length).toBeGreaterThan(1);
    for (const { place, model } of trained.members) {
      const { parts: _parts, members: _members, ...own } = alone[place] as (typeof alone)[number];
      expect(model).toEqual(own);
    }
  });

  test('does no worse on validation rows than the best of its trainers', () => {
    const lossOf = ({ parts }: typeof trained) => parts.validation.measurements['log-loss'] ?? Number.NaN;
    expect(lossOf(trained)).toBeLessThanOrEqual(Math.min(...alone.map(lossOf)));
  });

  test('has the parts of any other model, with its own scores', () => {
    for (const part of ['train', 'validation', 'holdout'] as const) {
      const { ids, scores } = trained.parts[part];
      expect(ids).toEqual(alone[0]?.parts[part].ids);
      expect(scores).toEqual(ids.map((id) => createScorer(trained)(byId.get(id)?.features ?? {})));
    }
    expect(goldenFault(trained, trained.golden)).toBeNull();
    expect(trained.stats.auc).toBe(trained.parts.holdout.measurements.auc);
    expect(trained.stats.trainingRows).toBe(trained.parts.train.ids.length);
  });

  test('is the same to the bit every time', async () => {
    expect(await learn(vote(trainers))).toEqual(trained);
  });
});

describe('the members of an ensemble', () => {
  test('without a weight are left out', async () => {
    // so much of a penalty leaves it with the same score for every row
    const settings = trainerParameters['logistic-regression'].parse({ inverseRegularization: 1e-9 });
    const poor: Trainer = { kind: 'logistic-regression', settings };
    const { members } = await learn(vote([poor, boosted, forest]));
    expect(members.map(({ place }) => place)).not.toContain(0);
    expect(members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  test('are one model where only one of them has a weight', async () => {
    const same = await learn(vote([boosted, boosted]));
    const { members, ...model } = same;
    const { members: none, ...own } = alone[1] as (typeof alone)[number];
    expect(members.map(({ place, weight }) => ({ place, weight }))).toEqual([{ place: 0, weight: 1 }]);
    expect(none).toEqual([]);
    expect(model).toEqual(own);
  });

  test('all have the same weight where that is asked for', async () => {
    const { members } = await learn(vote([boosted, boosted, forest], 'equal'));
    expect(members.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});
