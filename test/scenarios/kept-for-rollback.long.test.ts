import { afterAll, beforeAll, expect, test } from 'vitest';
import { registryPartitions } from '../../lib/domain/ports/registry-keys.ts';
import { HOUR, Scenario } from './scenario.ts';
import { expectSound } from './soundness.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await Scenario.inProbation();
});
afterAll(() => scenario.stop());

async function publishedVersions(): Promise<string[]> {
  const { Versions } = (await scenario.callLambda('ListVersionsByFunction', {
    FunctionName: scenario.functionName,
  })) as { Versions: { Version: string }[] };
  return Versions.map(({ Version }) => Version);
}

function objectKeys(): string[] {
  const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
  return scenario.runtime.services.objects.listObjects(bucket, '').map(({ key }) => key);
}

/** Everything that a rollback could lose, each thing as one line of text. */
async function everythingKept(): Promise<string[]> {
  const { model, runtime } = scenario;
  const outcomes = await runtime.services.tables.items(scenario.resource('AWS::DynamoDB::Table', 'Outcomes'));
  const partitions = [registryPartitions.ledger(model), registryPartitions.versions(model)];
  const items = await Promise.all(partitions.map((partition) => scenario.registryItems(partition)));
  return [...outcomes, ...items.flat(), ...objectKeys(), ...(await publishedVersions())].map((one) =>
    JSON.stringify(one),
  );
}

test('the champion that a promotion replaced is named in its entry, with the time, and stays as it was (S3-15, S4-13)', async () => {
  const promoted = (await scenario.entries()).findLast(({ event }) => event.type === 'promoted');
  const [kept] = promoted?.state.previousChampions ?? [];

  expect(kept).toMatchObject({ modelVersion: '1.0.0', functionVersion: '2' });
  expect(promoted?.state.routing).toMatchObject({ functionVersion: '3', movedAt: promoted?.event.at });
  expect(await publishedVersions()).toContain(kept?.functionVersion);
  expect(objectKeys()).toContain(kept?.modelKey);
});

test('a rollback loses no outcome, snapshot, version record, entry, model or function version (S4-15)', async () => {
  const before = await everythingKept();
  expect(before.length).toBeGreaterThan(1500);

  const { status } = await scenario.ended(scenario.rollback({ reason: 'it looks wrong', actor: 'ada' }));
  await scenario.runtime.advance(HOUR);

  expect(status).toBe('SUCCEEDED');
  expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.0.0' });
  const after = new Set(await everythingKept());
  expect(before.filter((one) => !after.has(one))).toEqual([]);
});

test('what failed is kept too, under the role rolled-back, and can be released again (S3-19)', async () => {
  const { body } = await scenario.request('GET', '/model/versions');
  const roles = body.versions.map(({ version, role }: Record<string, string>) => [version, role]);
  expect(roles).toContainEqual(['1.1.0', 'rolled-back']);

  const again = await scenario.ended(scenario.retrain({ mode: 'version', modelVersion: '1.1.0' }), 12);

  expect(again.status).toBe('SUCCEEDED');
  expect((await scenario.state()).champion).toMatchObject({ modelVersion: '1.1.0', functionVersion: '3' });
  await expectSound(scenario);
});
