import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importKey } from '../../lib/domain/artifacts/imported-model.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { graphFile, standIn } from '../training/onnx/graph-file.ts';
import { Scenario } from './scenario.ts';
import { quickModel } from './scenario-assembly.ts';
import { expectSound } from './soundness.ts';

const definition = { ...quickModel, featureRules: { plan: { levels: ['free', 'basic', 'pro'] } } };

let scenario: Scenario;

beforeEach(() => {
  vi.stubEnv('NODE_PATH', standIn);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await scenario.stop();
});

/** A retrain that takes over a graph over `age`, `visits` and `plan`, which says yes to whoever came often. */
async function importedGraph() {
  scenario = await Scenario.start({ definition });
  await scenario.outcomes(400);
  const content = graphFile({ weights: [[0, 0.2, 0]] });
  const sha256 = sha256Hex(content);
  const modelFile = { key: importKey(scenario.model, sha256), sha256 };
  const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
  scenario.runtime.services.objects.putObject(bucket, modelFile.key, content);
  return scenario.ended(scenario.retrain({ modelFile }), 12);
}

test('a graph in ONNX that was brought along goes through every step that scores, and serves', async () => {
  const execution = await importedGraph();

  expect(JSON.parse(execution.output ?? '')).toMatchObject({ status: 'promoted', modelVersion: '1.0.0' });
  await expectSound(scenario);
});

test('without the runtime it fails by a name that says so, and the champion stays', async () => {
  vi.stubEnv('NODE_PATH', '');

  const execution = await importedGraph();

  expect(execution).toMatchObject({ status: 'FAILED', error: 'OnnxRuntimeMissing' });
  await expectSound(scenario);
});
