import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSoundModel } from '../../../lambdas/stored-model.ts';
import { createTrain } from '../../../lambdas/train.ts';
import { artifactFolder } from '../../../lib/cli/evidence/artifact-folder.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import { churnDefinition, EXECUTION, frozenOutcomes } from '../../lambdas/learning-samples.ts';
import { ratchetWith } from '../cli-set-up.ts';
import { churn, csv, outcomes, trainedJson, workplace } from './train-set-up.ts';

const trees = { kind: 'gradient-boosted-trees', parameters: { trees: 10, depth: 2 } };
const forest = { kind: 'random-forest', parameters: { trees: 10, depth: 4 } };

/** What the Train step stores of the same rows. */
async function storedByStep(fields: object) {
  const definition = churnDefinition({ labels: churn.labels, ...fields });
  const { store, archive, snapshot } = await frozenOutcomes(outcomes);
  const step = createTrain({ store, archive, definition: async () => definition, modelName: 'churn' });
  const [trainer] = definition.trainers;
  return step({ execution: EXECUTION, snapshot, trainer: { index: 0, kind: trainer?.kind ?? '' } });
}

describe('train', () => {
  test.each([[[{ kind: 'logistic-regression' }]], [[trees]], [[forest]]])(
    'writes byte for byte what the Train step stores of the same rows, here by %j (S0-07)',
    async (trainers) => {
      const { json, output } = await trainedJson({ ...churn, trainers });
      const { model } = await storedByStep({ trainers });

      expect(sha256Hex(readFileSync(output))).toBe(model.sha256);
      expect(json.written).toEqual({ file: output, sha256: model.sha256, bytes: model.bytes, parts: [] });
    },
  );

  test('writes an ensemble, and its members beside it under the keys by which it knows them', async () => {
    const trainers = [{ kind: 'soft-vote', weights: 'equal', members: [trees, forest] }];
    const { json, folder, output } = await trainedJson({ ...churn, trainers });
    const { model: stored } = await storedByStep({ trainers });

    expect(json.written.sha256).toBe(stored.sha256);
    expect(json.kind).toBe('soft-vote');
    expect(json.written.parts).toHaveLength(2);
    const { scorer } = JSON.parse(readFileSync(output, 'utf8'));
    const own = { key: 'model.json', sha256: json.written.sha256 };
    const { model } = await readSoundModel(artifactFolder(folder), own);
    const members = await Promise.all(
      scorer.members.map(async (member: { key: string; sha256: string }) =>
        createScorer((await readSoundModel(artifactFolder(folder), member)).model),
      ),
    );
    const row = { age: 60, job: 'clerk' };
    expect(createScorer(model)(row)).toBeCloseTo((members[0]?.(row) + members[1]?.(row)) / 2, 12);
  });

  test('says where the members of an ensemble are', async () => {
    const trainers = [{ kind: 'soft-vote', weights: 'equal', members: [trees, forest] }];
    const place = workplace({ ...churn, trainers });
    const { stdout } = await place.train(place.write('rows.csv', csv()));

    expect(stdout).toContain(
      'soft-vote: 0.5 gradient-boosted-trees, trees 10, depth 2; 0.5 random-forest, trees 10, depth 4\n',
    );
    expect(stdout).toMatch(/^wrote its 2 members, \d+ bytes, into /m);
    expect(stdout).toContain(`into ${place.path('churn/models')}\n`);
  });

  test('says of an ensemble of which one member is left that it is that one', async () => {
    const trainers = [{ kind: 'soft-vote', members: [trees, trees] }];
    const place = workplace({ ...churn, trainers });
    const { stdout } = await place.train(place.write('rows.csv', csv()));

    expect(stdout).toMatch(/^model +gradient-boosted-trees, the only member with a weight$/m);
    expect(stdout).not.toContain('wrote its');
    expect(JSON.parse(readFileSync(place.output, 'utf8')).trainer.kind).toBe('gradient-boosted-trees');
  });

  test('trains every trainer and combination, and writes the best on validation rows', async () => {
    const search = { grid: { depth: [1, 2, 3] } };
    const trainers = [{ kind: 'logistic-regression' }, { ...trees, search }, forest];
    const { json } = await trainedJson({ ...churn, trainers });

    expect(json.trainers.map(({ trainer }: { trainer: { kind: string } }) => trainer.kind)).toEqual([
      'logistic-regression',
      ...new Array(3).fill('gradient-boosted-trees'),
      'random-forest',
    ]);
    const scores = json.trainers.map((candidate: { validationScore: number }) => candidate.validationScore);
    expect(json.best).toBe(scores.indexOf(Math.max(...scores)));
    const chosen = json.trainers[json.best];
    expect(chosen.validation.auc).toBe(chosen.validationScore);
    expect(json.kind).toBe(chosen.trainer.kind);
  });

  test('says how many rows are in each part, how the best does on the holdout, and what its features are worth', async () => {
    const { json } = await trainedJson({ ...churn, trainers: [trees] });

    const { training, validation, holdout, repeated } = json.rows;
    expect([training + validation + holdout, repeated]).toEqual([600, 0]);
    expect(json.holdout).toMatchObject({ rows: holdout });
    expect(json.holdout.auc).toBeGreaterThan(0.7);
    expect(json.importance.map(({ feature }: { feature: string }) => feature)).toEqual(['age', 'job']);
    const shares = json.importance.map(({ share }: { share: number }) => share);
    expect(shares[0] + shares[1]).toBeCloseTo(1, 12);
  });

  test('tells how much of a feature does not read as what it is', async () => {
    const spoilt = csv().replaceAll(/,([2-4]\d),/g, ',$1 years,');
    const { json } = await trainedJson({ ...churn, trainers: [trees] }, 'rows.csv', spoilt);

    const { missing } = json.importance.find(({ feature }: { feature: string }) => feature === 'age');
    expect(missing).toBeGreaterThan(0.5);
    expect(missing).toBeLessThan(0.7);
  });

  test('prints a report that a person can read', async () => {
    const place = workplace({ ...churn, trainers: [trees, { kind: 'logistic-regression' }] });
    const { stdout } = await place.train(place.write('rows.csv', csv()));

    expect(stdout).toMatch(/^churn: training\n/);
    expect(stdout).toMatch(/^rows {2}\d+ training, \d+ validation, \d+ holdout$/m);
    expect(stdout).toMatch(/^(best)? +0\.\d+ +0\.\d+ +[\d.]+ s {2}gradient-boosted-trees, trees 10, depth 2$/m);
    expect(stdout).toMatch(/^(best)? +0\.\d+ +0\.\d+ +[\d.]+ s {2}logistic-regression$/m);
    expect(stdout.match(/^best /gm)).toHaveLength(1);
    expect(stdout).toMatch(/^accuracy +0\.\d+$/m);
    expect(stdout).toMatch(/^ ?\d+\.\d % +0\.0 % {2}age$/m);
    expect(stdout).toContain(`sha256 ${sha256Hex(readFileSync(place.output))}`);
    expect(stdout).not.toContain('\u001b');
  });

  test('says how far it is on a terminal alone, and leaves nothing of it', async () => {
    const place = workplace({ ...churn, trainers: [trees, forest] });
    const words = [
      'train',
      '--input',
      place.write('rows.csv', csv()),
      '--output',
      place.output,
      '--model',
      place.model,
    ];
    const { stderr } = await ratchetWith(words, { isTTY: true });

    expect(stderr).toContain('training 1 of 2: gradient-boosted-trees');
    expect(stderr).toContain('training 2 of 2: random-forest');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });
});
