import { describe, expect, test } from 'vitest';
import { createTrain } from '../../lambdas/train.ts';
import type { ArtifactAddress } from '../../lib/domain/artifacts/artifact-door.ts';
import { readEvaluation } from '../../lib/domain/artifacts/evaluation-door.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import type { StoredOutcome } from '../../lib/domain/artifacts/outcome.ts';
import { ArtifactTooLarge, TrainerUnavailable } from '../../lib/domain/artifacts/training-errors.ts';
import type { ModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import { ArtifactBroken } from '../../lib/domain/ports/adapter-errors.ts';
import type { ArtifactStore } from '../../lib/domain/ports/artifact-store.ts';
import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import { trainOutputSchema } from '../../lib/domain/steps/train.ts';
import { fittedModel } from '../../lib/training/formats/stored-model.ts';
import { goldenFault } from '../../lib/training/scoring/golden-rows.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { partOf } from '../../lib/training/split.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';

const TRAINER = { index: 0, kind: 'logistic-regression' };

/** The step over these outcomes, and what it stored. */
async function trainedOn(outcomes: readonly StoredOutcome[], definition: ModelDefinition = churnDefinition()) {
  const { store, archive, snapshot, rows } = await frozenOutcomes(outcomes);
  const train = createTrain({ store, archive, definition: async () => definition, modelName: 'churn' });
  const output = await train({ execution: EXECUTION, snapshot, trainer: TRAINER });
  return {
    store,
    snapshot,
    rows,
    output,
    model: await readModelArtifact(store, output.model),
    evaluation: await readEvaluation(store, output.evaluation),
  };
}

describe('training', () => {
  test('stores a model that has learnt, and says where it is', async () => {
    const { output, model, evaluation } = await trainedOn(churnOutcomes(600));
    expect(trainOutputSchema.parse(output)).toMatchObject({ trainer: 'logistic-regression' });
    expect(model).toMatchObject({ modelName: 'churn', target: 'churned', positiveClass: 'yes' });
    expect(goldenFault(fittedModel(model, 'model'), model.golden)).toBeNull();
    const score = createScorer(fittedModel(model, 'model'));
    expect(score({ age: 68, job: 'clerk' })).toBeGreaterThan(0.8);
    expect(score({ age: 21, job: 'pilot' })).toBeLessThan(0.2);
    expect(evaluation.holdout.auc).toBeGreaterThan(0.75);
    expect(model.stats.auc).toBe(evaluation.holdout.auc);
  });

  test('is chosen by its AUC on validation rows', async () => {
    const { output, evaluation } = await trainedOn(churnOutcomes(600));
    expect(output.validationScore).toBe(evaluation.validation.auc);
    expect(output.validationScore).not.toBe(evaluation.holdout.auc);
  });

  test('is chosen by minus its log-loss where there is no AUC', async () => {
    const alike = churnOutcomes(60).map((outcome) =>
      partOf(outcome.id) === 'validation' ? { ...outcome, label: 'no' } : outcome,
    );
    const { output, evaluation } = await trainedOn(alike);
    expect(evaluation.validation.auc).toBeNull();
    expect(output.validationScore).toBe(-(evaluation.validation['log-loss'] ?? Number.NaN));
    expect(output.validationScore).toBeLessThan(0);
  });

  test('evaluates the very model and snapshot, holdout row by row', async () => {
    const { output, model, evaluation, snapshot, rows } = await trainedOn(churnOutcomes(300));
    expect(evaluation).toMatchObject({ modelSha256: output.model.sha256, snapshotSha256: snapshot.sha256 });
    const score = createScorer(fittedModel(model, 'model'));
    const holdout = rows.filter(({ id }) => partOf(id) === 'holdout');
    expect(evaluation.holdoutRows).toEqual(
      holdout.map(({ id, label, features }) => ({ id, label, score: score(features) })),
    );
    const { train, validation } = evaluation;
    expect(train.rows + validation.rows + holdout.length).toBe(300);
  });

  test('leaves dropped columns and all that is no feature out of the model', async () => {
    const { store, output } = await trainedOn(churnOutcomes(300));
    const text = new TextDecoder().decode(await store.read(output.model));
    expect(text).not.toContain('reason');
    expect(text).not.toContain('stayed');
  });

  test('counts every label but the positive one as negative', async () => {
    const outcomes = churnOutcomes(300);
    const other = outcomes.map((outcome) => (outcome.label === 'no' ? { ...outcome, label: 'perhaps' } : outcome));
    expect((await trainedOn(other)).model.scorer).toEqual((await trainedOn(outcomes)).model.scorer);
  });

  test('has one output per class where the definition has classes', async () => {
    const definition = churnDefinition({ positiveClass: undefined, classes: ['no', 'yes'] });
    const { model } = await trainedOn(churnOutcomes(300), definition);
    expect(model).toMatchObject({ positiveClass: null, classes: ['no', 'yes'] });
    expect(createScorer(fittedModel(model, 'model'))({ age: 68, job: 'clerk' })).toHaveLength(2);
  });

  test('gives the same artefacts for the same snapshot', async () => {
    expect((await trainedOn(churnOutcomes(300))).output).toEqual((await trainedOn(churnOutcomes(300))).output);
  });
});

describe('the trainer', () => {
  const ofDefinition = (inverseRegularization: number) =>
    churnDefinition({ trainers: [{ kind: 'logistic-regression', parameters: { inverseRegularization } }] });

  test('has the parameters of the definition', async () => {
    const { model } = await trainedOn(churnOutcomes(300), ofDefinition(0.001));
    expect(model.trainer.parameters).toMatchObject({ inverseRegularization: 0.001, maximumIterations: 200 });
    const usual = await trainedOn(churnOutcomes(300));
    const slope = ({ scorer }: typeof model) => (scorer.kind === 'linear' ? (scorer.weights[0]?.[0] ?? 0) : 0);
    expect(slope(model)).toBeLessThan(slope(usual.model));
  });

  test('of another kind is not carried out, and nothing is stored', async () => {
    const { store, archive, snapshot } = await frozenOutcomes(churnOutcomes(100));
    const train = createTrain({ store, archive, definition: async () => churnDefinition(), modelName: 'churn' });
    const running = train({ execution: EXECUTION, snapshot, trainer: { index: 0, kind: 'perceptron' } });
    await expect(running).rejects.toThrow(TrainerUnavailable);
    expect([...store.objects.keys()]).toEqual([snapshot.key]);
  });
});

describe('training refuses', () => {
  test('a snapshot that counted other rows than its parts hold', async () => {
    const { store, archive, freeze } = await frozenOutcomes(churnOutcomes(100));
    const snapshot = await freeze(99);
    const train = createTrain({ store, archive, definition: async () => churnDefinition(), modelName: 'churn' });
    await expect(train({ execution: EXECUTION, snapshot, trainer: TRAINER })).rejects.toThrow(ArtifactBroken);
  });

  test('a model that is larger than the gate allows', async () => {
    const outcomes = churnOutcomes(300).map((outcome, index) => ({
      ...outcome,
      features: { age: index, job: `a job with a rather long name, number ${index % 100}` },
    }));
    const limit = (maximum: number) => churnDefinition({ gate: { artifactKilobytes: { warning: 1, maximum } } });
    await expect(trainedOn(outcomes, limit(3))).rejects.toThrow(ArtifactTooLarge);
    await expect(trainedOn(outcomes, limit(50))).resolves.toMatchObject({});
  });

  test('only with errors that no other attempt would mend', () => {
    expect(permanentErrors).toEqual(
      expect.arrayContaining(['TrainerUnavailable', 'ArtifactTooLarge', 'ArtifactBroken']),
    );
  });
});

describe('a warm start', () => {
  const parameters = { trees: 5, depth: 2, warmStart: true };
  const definition = churnDefinition({ trainers: [{ kind: 'gradient-boosted-trees', parameters }] });
  const request = { index: 0, kind: 'gradient-boosted-trees' };

  test("keeps the champion's trees and adds as many more as the definition says", async () => {
    const { store, archive, snapshot } = await frozenOutcomes(churnOutcomes(400));
    const train = createTrain({ store, archive, definition: async () => definition, modelName: 'churn' });
    const { model: champion } = await train({ execution: EXECUTION, snapshot, trainer: request });
    const { model } = await train({
      execution: EXECUTION,
      snapshot,
      trainer: { ...request, champion: { key: champion.key, sha256: champion.sha256 } },
    });

    const [before, after] = await Promise.all([champion, model].map((one) => treesOf(store, one)));
    expect(before).toHaveLength(5);
    expect(after).toHaveLength(10);
    expect(after?.slice(0, 5)).toEqual(before);
  });

  test('without a champion begins with nothing', async () => {
    const { store, archive, snapshot } = await frozenOutcomes(churnOutcomes(400));
    const train = createTrain({ store, archive, definition: async () => definition, modelName: 'churn' });
    const { model } = await train({ execution: EXECUTION, snapshot, trainer: request });

    expect(await treesOf(store, model)).toHaveLength(5);
  });
});

async function treesOf(store: ArtifactStore, address: ArtifactAddress) {
  const { scorer } = fittedModel(await readModelArtifact(store, address), 'model');
  return scorer.kind === 'trees' ? scorer.ensemble.trees : [];
}
