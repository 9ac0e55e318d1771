import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeModelArtifact } from '../../../lib/domain/artifacts/model-door.ts';
import { signedRecord } from '../../../lib/domain/artifacts/record-signature.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { binaryModel } from '../../domain/artifacts/artifact-samples.ts';
import { withPromotion } from '../../in-memory/audited-release.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

const content = Uint8Array.of(8, 8, 1, 2, 3);

/** 1.1.0 is registered, and scores with a graph in ONNX. */
async function withGraph(trainer: string) {
  const release = await withPromotion();
  const { store, records, signer } = release;
  const graph = await store.write({ modelName: binaryModel.modelName, kind: 'models', name: 'model.onnx', content });
  const model = await writeModelArtifact(store, {
    ...binaryModel,
    preparation: [{ kind: 'passthrough', feature: 'age', missing: [] }],
    scorer: { kind: 'onnx', ...graph },
  });
  const { lineage } = sampleRecord('1.1.0');
  await records.put(await signedRecord(signer, sampleRecord('1.1.0', { model, lineage: { ...lineage, trainer } })));
  return { release, graph };
}

test.each(['imported', 'external'])('verify reads the graph of a model that is %s', async (trainer) => {
  const { release, graph } = await withGraph(trainer);
  const artefacts = async () => {
    const { json } = await ratchetJson(['verify'], connectionTo(release));
    return json.checks.find(({ what }: { what: string }) => what === 'artefacts').findings;
  };

  expect(await artefacts()).toEqual([]);
  release.store.objects.set(graph.key, Uint8Array.of(8, 8));

  expect(await artefacts()).toEqual([expect.stringContaining(graph.key)]);
});

test('info --download writes the graph beside the model, where it says it is', async () => {
  const { release, graph } = await withGraph('imported');
  const file = join(mkdtempSync(join(tmpdir(), 'ratchet-graph-')), 'model.json');

  await ratchet(['info', '--version', '1.1.0', '--download', file], connectionTo(release));

  expect(new Uint8Array(readFileSync(join(file, '..', graph.key)))).toEqual(content);
});
