import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { verifyLedger } from '../../lib/domain/ledger/ledger-chain.ts';
import { stateProblems } from '../../lib/domain/ledger/ledger-invariants.ts';
import { registryPartitions, sequenceKey } from '../../lib/domain/ports/registry-keys.ts';
import { MINUTE, type Scenario } from './scenario.ts';

/**
 * What has to hold after everything that may happen, within one period of the reconciler: ledger, alias and notices
 * agree, only the faulty versions failed requests, and no outcome is lost or archived twice.
 */
export async function expectSound(scenario: Scenario, faultyVersions: readonly string[] = []): Promise<void> {
  await scenario.runtime.advance(7 * MINUTE);
  const { state } = await ledgerIsWhole(scenario);
  expect(stateProblems(state)).toEqual([]);
  await aliasFollows(scenario);
  await noticesAreOut(scenario);
  expect(Object.keys(scenario.served.failures).filter((version) => !faultyVersions.includes(version))).toEqual([]);
  await outcomesAreArchived(scenario);
}

async function ledgerIsWhole(scenario: Scenario) {
  const items = await scenario.registryItems(registryPartitions.ledger(scenario.model));
  const stored = items.map(({ body, hash }) => ({ text: body?.S ?? '', hash: hash?.S ?? '' }));
  const newest = verifyLedger(scenario.model, stored).at(-1);
  if (newest === undefined) throw new Error('the ledger should have entries');
  return newest;
}

async function aliasFollows(scenario: Scenario): Promise<void> {
  const { routing } = await scenario.state();
  const { functionVersion, weights } = await scenario.alias();
  const canary = routing?.canary ? { [routing.canary.functionVersion]: routing.canary.weight } : {};
  expect({ functionVersion, weights }).toEqual({ functionVersion: routing?.functionVersion, weights: canary });
}

async function noticesAreOut(scenario: Scenario): Promise<void> {
  const told = (await scenario.entries()).filter(({ notice }) => notice !== null);
  const sent = await scenario.registryItems(registryPartitions.sentNotices(scenario.model));
  expect(sent.map(({ sk }) => sk?.S)).toEqual(told.map(({ sequence }) => sequenceKey(sequence)));
}

/** Every stored outcome is in the archive exactly once. */
async function outcomesAreArchived(scenario: Scenario): Promise<void> {
  const table = await scenario.runtime.services.tables.items(scenario.resource('AWS::DynamoDB::Table', 'Outcomes'));
  const bucket = scenario.resource('AWS::S3::Bucket', 'ArtifactsBucket');
  const lines = scenario.runtime.services.objects
    .listObjects(bucket, `${scenario.model}/outcomes/`)
    .flatMap(({ content }) => gunzipSync(content).toString('utf8').split('\n').filter(Boolean));
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
  const archived = new Set(ids);
  const stored = table.map(({ pk }) => (pk as { S: string }).S);
  expect(stored.filter((id) => !archived.has(id)).slice(0, 10)).toEqual([]);
  expect([ids.length, archived.size]).toEqual([stored.length, stored.length]);
}
