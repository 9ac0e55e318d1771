import { afterAll, expect, test } from 'vitest';
import { readSoundModel } from '../../lambdas/stored-model.ts';
import type { ArtifactAddress } from '../../lib/domain/artifacts/artifact-door.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { Scenario } from './scenario.ts';
import { quickModel } from './scenario-assembly.ts';
import { sampleFeatures } from './scenario-data.ts';
import { expectSound } from './soundness.ts';

const voting = {
  kind: 'soft-vote',
  weights: 'equal',
  members: [
    { kind: 'gradient-boosted-trees', parameters: { trees: 20, depth: 3 } },
    { kind: 'random-forest', parameters: { trees: 20, depth: 6 } },
    { kind: 'logistic-regression' },
  ],
} as const;

const scenario = await Scenario.start({
  definition: { ...quickModel, trainers: [{ ...voting, members: [...voting.members] }] },
});
afterAll(() => scenario.stop());

/** The artefact bucket. */
const store = {
  read: async ({ key }: ArtifactAddress) => {
    const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
    return new Uint8Array(scenario.runtime.services.objects.getObject(bucket, key).content);
  },
};

async function champion() {
  const { champion: release } = await scenario.state();
  if (!release) throw new Error('there should be a champion');
  return { modelVersion: release.modelVersion, key: release.modelKey, sha256: release.modelSha256 };
}

/** What the members of the champion score, and with which weight. */
async function votersOf(address: ArtifactAddress) {
  const { scorer } = await readModelArtifact(store, address);
  if (scorer.kind !== 'ensemble') throw new Error(`the champion should be an ensemble, got ${scorer.kind}`);
  return Promise.all(
    scorer.members.map(async ({ weight, key, sha256 }) => {
      const { artifact, model } = await readSoundModel(store, { key, sha256 });
      return { kind: artifact.trainer.kind, weight, score: createScorer(model) };
    }),
  );
}

async function expectWeightedMeans(): Promise<void> {
  const { modelVersion, ...address } = await champion();
  const voters = await votersOf(address);
  expect(voters.map(({ kind }) => kind)).toEqual(voting.members.map(({ kind }) => kind));
  const rows = Array.from({ length: 20 }, (_, index) => sampleFeatures(`voter-${index}`));
  const { status, body } = await scenario.request('POST', '/predict', { rows });
  expect({ status, version: body.modelVersion }).toEqual({ status: 200, version: modelVersion });
  for (const [index, row] of rows.entries()) {
    const mean = voters.reduce((sum, { weight, score }) => sum + weight * Number(score(row)), 0);
    expect(body.scores[index]).toBeCloseTo(mean, 9);
  }
}

test('an ensemble is trained, promoted and answers with the weighted mean of its members', async () => {
  await scenario.outcomes(600);

  const ended = await scenario.ended(scenario.retrain(), 15);

  expect(JSON.parse(ended.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '1.0.0' });
  expect(await champion()).toMatchObject({ modelVersion: '1.0.0' });
  await expectWeightedMeans();
});

test('a model of one trainer may replace it, and a rollback brings it back with its members', async () => {
  await scenario.traffic(65, 0);
  await scenario.deploy({ trainers: [{ kind: 'logistic-regression' }] });
  await scenario.outcomes(900, { kind: 'turned' });
  const ended = await scenario.ended(scenario.retrain(), 15);
  expect(JSON.parse(ended.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '2.0.0' });
  await scenario.traffic(65, 0);

  await scenario.ended(scenario.rollback({ reason: 'the vote was better', actor: 'ada' }));

  expect(await champion()).toMatchObject({ modelVersion: '1.0.0' });
  await expectWeightedMeans();
  await expectSound(scenario);
});
