import { describe, expect, test } from 'vitest';
import { readSoundModel } from '../../lambdas/stored-model.ts';
import { createTrain } from '../../lambdas/train.ts';
import type { ArtifactAddress } from '../../lib/domain/artifacts/artifact-door.ts';
import { readEvaluation } from '../../lib/domain/artifacts/evaluation-door.ts';
import type { FeatureRow } from '../../lib/domain/artifacts/feature-value.ts';
import type { ModelArtifact } from '../../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { readReferenceProfile } from '../../lib/domain/artifacts/reference-profile-door.ts';
import { ArtifactTooLarge } from '../../lib/domain/artifacts/training-errors.ts';
import type { ModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import { ArtifactBroken, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';

const MEMBERS = [
  { kind: 'gradient-boosted-trees', parameters: { trees: 10, depth: 2 } },
  { kind: 'random-forest', parameters: { trees: 10, depth: 4 } },
  { kind: 'logistic-regression' },
];

const voting = (fields: object = {}, members: readonly object[] = MEMBERS) =>
  churnDefinition({ trainers: [{ kind: 'soft-vote', members, weights: 'equal' }], ...fields });

async function trainedOn(definition: ModelDefinition) {
  const frozen = await frozenOutcomes(churnOutcomes(600));
  const { store, archive, snapshot } = frozen;
  const train = createTrain({ store, archive, definition: async () => definition, modelName: 'churn' });
  const output = await train({ execution: EXECUTION, snapshot, trainer: { index: 0, kind: 'soft-vote' } });
  return { ...frozen, output, artifact: await readModelArtifact(store, output.model) };
}

/** The models that an artefact names. */
function membersOf({ scorer }: ModelArtifact) {
  return scorer.kind === 'ensemble' ? scorer.members : [];
}

const trained = await trainedOn(voting());
const { store, output, artifact } = trained;

describe('an ensemble', () => {
  test('names models of the definition that are stored themselves, with weights that add up to 1 (S0-45)', async () => {
    expect(output.trainer).toBe('soft-vote');
    const members = membersOf(artifact);
    const models = await Promise.all(members.map((member) => readModelArtifact(store, member)));
    expect(models.map((model) => model.trainer.kind)).toEqual(MEMBERS.map(({ kind }) => kind));
    expect(models[0]?.trainer.parameters).toMatchObject({ trees: 10, depth: 2, learningRate: 0.1 });
    expect(members.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    for (const [place, member] of members.entries()) {
      expect((await store.read(member)).byteLength).toBe(member.bytes);
      expect(models[place]).toMatchObject({ modelName: 'churn', features: artifact.features, target: artifact.target });
    }
  });

  test('says which trainers it was made of', () => {
    expect(artifact.trainer).toEqual({
      kind: 'soft-vote',
      parameters: { members: MEMBERS.map(({ kind }) => kind), weights: 'equal' },
    });
  });

  test('read back scores the weighted mean of what its members score', async () => {
    const members = membersOf(artifact);
    const scorers = await Promise.all(
      members.map(async (member) => createScorer((await readSoundModel(store, member)).model)),
    );
    const score = createScorer((await readSoundModel(store, output.model)).model);
    const rows: FeatureRow[] = [{ age: 68, job: 'clerk' }, { age: 21, job: 'pilot' }, {}];
    for (const row of rows) {
      const votes = scorers.map((member) => Number(member(row)));
      expect(score(row)).toBeCloseTo(
        votes.reduce((sum, vote) => sum + vote / 3, 0),
        12,
      );
    }
  });

  test('is evaluated and profiled like any model', async () => {
    const evaluation = await readEvaluation(store, output.evaluation);
    const score = createScorer((await readSoundModel(store, output.model)).model);
    const featuresOf = new Map(trained.rows.map(({ id, features }) => [id, features]));
    expect(evaluation.modelSha256).toBe(output.model.sha256);
    expect(output.validationScore).toBe(evaluation.validation.auc);
    expect(evaluation.details?.permutationImportance.age).toBeGreaterThan(0);
    expect(artifact.golden).toHaveLength(10);
    for (const row of evaluation.holdoutRows) expect(row.score).toBe(score(featuresOf.get(row.id) ?? {}));
    if (output.referenceProfile === undefined) throw new TypeError('there should be a reference profile');
    const profile = await readReferenceProfile(store, output.referenceProfile, artifact);
    expect(profile.modelSha256).toBe(output.model.sha256);
    expect(profile.features.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
  });

  test('is one of its trainers where only that one has a weight', async () => {
    const twice = [MEMBERS[0], MEMBERS[0]] as object[];
    const fitted = churnDefinition({ trainers: [{ kind: 'soft-vote', members: twice }] });
    const one = await trainedOn(fitted);
    expect(one.output.trainer).toBe('gradient-boosted-trees');
    expect(one.artifact.scorer.kind).toBe('trees');
    expect(one.output.model.sha256).toBe(membersOf(artifact)[0]?.sha256);
  });

  test('is as large as all that it is made of', async () => {
    const all = [output.model, ...membersOf(artifact)].reduce((sum, { bytes }) => sum + bytes, 0);
    const limit = (bytes: number) =>
      voting({ gate: { artifactKilobytes: { warning: 1, maximum: Math.ceil(bytes / 1000) } } });
    await expect(trainedOn(limit(all))).resolves.toMatchObject({});
    await expect(trainedOn(limit(all - 1000))).rejects.toThrow(ArtifactTooLarge);
  });
});

describe('an ensemble is refused', () => {
  const without = (lost: ArtifactAddress) => ({
    ...store,
    read: async (address: ArtifactAddress) => {
      if (address.key === lost.key) throw new ArtifactMissing(`${lost.key} is not there`);
      return store.read(address);
    },
  });

  test('without one of its members', async () => {
    for (const member of membersOf(artifact))
      await expect(readSoundModel(without(member), output.model)).rejects.toThrow(ArtifactMissing);
  });

  test('with members in the places of others', async () => {
    const [first, second, third] = membersOf(artifact);
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('three members');
    const weights = [0.5, 0.3, 0.2];
    const swapped = [second, third, first].map((member, place) => ({ ...member, weight: weights[place] ?? 0 }));
    const text = JSON.stringify({ ...artifact, scorer: { kind: 'ensemble', members: swapped } });
    const content = new TextEncoder().encode(text);
    const address = await store.write({ modelName: 'churn', kind: 'models', name: 'model.json', content });
    await expect(readSoundModel(store, address)).rejects.toThrow(ArtifactBroken);
  });
});
