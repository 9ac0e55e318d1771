import { describe, expect, test } from 'vitest';
import { createTrain } from '../../lambdas/train.ts';
import { ProfileMismatch } from '../../lib/domain/artifacts/drift-errors.ts';
import { readEvaluation } from '../../lib/domain/artifacts/evaluation-door.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import type { ReferenceProfile } from '../../lib/domain/artifacts/reference-profile.ts';
import { readReferenceProfile, writeReferenceProfile } from '../../lib/domain/artifacts/reference-profile-door.ts';
import { driftDefaults } from '../../lib/domain/definition/trigger-settings.ts';
import { ArtifactBroken } from '../../lib/domain/ports/adapter-errors.ts';
import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import { trainOutputSchema } from '../../lib/domain/steps/train.ts';
import { driftVerdict } from '../../lib/domain/triggers/drift-verdict.ts';
import { fittedModel } from '../../lib/training/formats/stored-model.ts';
import { countRows } from '../../lib/training/profile/window-counts.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { partOf } from '../../lib/training/split.ts';
import { sampleProfile } from '../domain/artifacts/drift-samples.ts';
import { MODEL } from '../domain/ledger/ledger-samples.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';
import { setUp } from './register-set-up.ts';

async function trained(count = 1_000) {
  const { store, archive, snapshot, rows } = await frozenOutcomes(churnOutcomes(count));
  const train = createTrain({ store, archive, definition: async () => churnDefinition(), modelName: 'churn' });
  const output = await train({ execution: EXECUTION, snapshot, trainer: { index: 0, kind: 'logistic-regression' } });
  const model = await readModelArtifact(store, output.model);
  const object = output.referenceProfile;
  if (object === undefined) throw new Error('there should be a profile');
  return { store, snapshot, rows, output, model, object, profile: await readReferenceProfile(store, object, model) };
}

describe('training', () => {
  test('stores how the rows are spread that it learnt from, beside the model (S0-46)', async () => {
    const { output, object, profile, snapshot, rows } = await trained();
    expect(trainOutputSchema.parse(output).referenceProfile).toEqual(object);
    expect(object.key).toBe(`churn/models/${object.sha256}/reference-profile.json`);
    expect(profile).toMatchObject({ modelSha256: output.model.sha256, snapshotSha256: snapshot.sha256 });
    expect(profile.rows).toBe(rows.filter(({ id }) => partOf(id) === 'train').length);
    expect(profile.features.map(({ feature, kind }) => [feature, kind])).toEqual([
      ['age', 'numeric'],
      ['job', 'categorical'],
    ]);
    expect(profile.features.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
  });

  test('counts the scores of the holdout, which it did not learn from (S0-49)', async () => {
    const { store, output, profile } = await trained();
    const { holdoutRows } = await readEvaluation(store, output.evaluation);
    expect(profile.scoreRows).toBe(holdoutRows.length);
    const scores = profile.scores.map(({ output: label, bins }) => [label, bins.reduce((sum, one) => sum + one, 0)]);
    expect(scores).toEqual([['yes', holdoutRows.length]]);
  });

  test('counts how many of them came true, bin by bin (S0-47)', async () => {
    const { rows, profile } = await trained();
    const [{ bins, positives } = { bins: [], positives: [] }] = profile.scores;
    const left = rows.filter(({ id, label }) => partOf(id) === 'holdout' && label === 'yes').length;
    expect(positives.reduce((sum, one) => sum + one, 0)).toBe(left);
    // whom the model gives more is who leaves more often
    expect((positives.at(-1) ?? 0) / (bins.at(-1) ?? 1)).toBeGreaterThan((positives[0] ?? 1) / (bins[0] ?? 1));
  });

  test('gives the same profile for the same snapshot', async () => {
    expect((await trained(300)).object).toEqual((await trained(300)).object);
  });
});

describe('rows that come later', () => {
  const day = (index: number) => ({
    from: `2026-03-0${index}T00:00:00.000Z`,
    to: `2026-03-0${index + 1}T00:00:00.000Z`,
  });

  test.each([
    ['like those of training', (age: number) => age, 'QUIET'],
    ['twenty years older', (age: number) => age + 20, 'FIRED'],
  ])('%s are judged by the profile', async (_what, aged, code) => {
    const { model, profile, rows } = await trained(3_000);
    const score = createScorer(fittedModel(model, 'model'));
    const window = (index: number) => {
      const scored = rows.map(({ features }) => {
        const later = { ...features, age: aged(Number(features.age)) };
        return { features: later, score: score(later) };
      });
      const { modelSha256 } = profile;
      return { schema: 'ratchet.drift-window/1' as const, modelSha256, ...day(index), ...countRows(profile, scored) };
    };
    expect(driftVerdict(profile, [window(1), window(2)], driftDefaults).code).toBe(code);
  });
});

describe('registration', () => {
  async function registered(details: Partial<ReferenceProfile>) {
    const registry = await setUp();
    const input = await registry.candidate();
    const { model } = input.trained;
    const hashes = { modelSha256: model.sha256, snapshotSha256: input.snapshot.sha256 };
    const profile = sampleProfile({ modelName: MODEL, ...hashes, ...details });
    const referenceProfile = await writeReferenceProfile(registry.ports.store, profile);
    const registering = registry.register({ ...input, trained: { ...input.trained, referenceProfile } });
    return { registry, registering, referenceProfile };
  }

  test('keeps in the version record where the profile is', async () => {
    const { registry, registering, referenceProfile } = await registered({});
    await registering;
    expect(await registry.ports.records.read(MODEL, '1.0.0')).toMatchObject({ referenceProfile });
  });

  test('of a candidate without a profile says nothing of one', async () => {
    const registry = await setUp();
    await registry.register(await registry.candidate());
    expect((await registry.ports.records.read(MODEL, '1.0.0'))?.referenceProfile).toBeUndefined();
  });

  test.each([
    ['another model artefact', { modelSha256: 'f'.repeat(64) }, ArtifactBroken, 'modelSha256 of the reference profile'],
    ['other data', { snapshotSha256: 'f'.repeat(64) }, ArtifactBroken, 'snapshotSha256 of the reference profile'],
    ['other features', { features: sampleProfile().features.slice(0, 1) }, ProfileMismatch, "'job' is not in it"],
  ])('refuses a profile of %s', async (_what, details, error, text) => {
    const whole =
      'features' in details ? { features: details.features.map((one) => ({ ...one, importance: 1 })) } : details;
    const { registry, registering } = await registered(whole);
    await expect(registering).rejects.toThrow(error);
    await expect(registering).rejects.toThrow(text);
    expect(await registry.ports.records.list(MODEL)).toHaveLength(1);
  });

  test('does not try that again', () => {
    expect(permanentErrors).toContain('ProfileMismatch');
  });
});
