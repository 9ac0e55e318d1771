import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EventLog } from '../../../lib/local/event-log.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';
import { exportStores, importStores } from '../../../lib/local/stores/store-archive.ts';
import { TableStore } from '../../../lib/local/stores/table-store.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { START } from '../endpoints/in-process-services.ts';
import { plainTable, registryTable } from './sample-tables.ts';

const caller = { id: 'test' };

/** Stores of a run whose assembly is deployed. */
async function deployedStores() {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const tables = new TableStore({ clock, log });
  const objects = new ObjectStore({ clock, log });
  await tables.createTable('registry', registryTable);
  await tables.createTable('plain', plainTable);
  objects.createBucket('artefacts');
  const put = (TableName: string, Item: object) => tables.operations.PutItem?.({ TableName, Item }, caller);
  return { tables, objects, clock, log, put };
}

const entry = (sk: string, hours: number) => ({
  pk: { S: 'ledger#m' },
  sk: { S: sk },
  expiresAt: { N: String(START / 1000 + hours * 3600) },
});

async function keptRun() {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const run = await deployedStores();
  await run.put('registry', entry('1', 2));
  await run.put('registry', entry('2', 99));
  await run.put('plain', { pk: { S: 'ä' }, n: { N: '1.50' } });
  run.objects.putObject('artefacts', 'a/b', 'content', { properties: { ContentType: 'text/plain' } });
  run.objects.putObject('artefacts', 'a', Buffer.from([0, 255]));
  run.objects.putObject('artefacts', 'copy', 'content');
  await exportStores(folder, run);
  return { folder, run };
}

test('a run that is opened again has the same items and objects', async () => {
  const { folder, run } = await keptRun();
  const opened = await deployedStores();

  await importStores(folder, opened);

  for (const table of ['registry', 'plain']) {
    expect(await opened.tables.items(table)).toEqual(await run.tables.items(table));
  }
  expect(opened.objects.listObjects('artefacts')).toEqual(run.objects.listObjects('artefacts'));
  expect(opened.log.text()).toBe('');
});

test('its streams go on where they stood, and its items expire', async () => {
  const { folder, run } = await keptRun();
  const opened = await deployedStores();
  await importStores(folder, opened);
  const kept = run.tables.feedOf('registry')?.read(null, 9) ?? [];

  await opened.put('registry', entry('3', 99));
  await opened.clock.runUntil(START + 3 * 3600 * 1000);

  const records = opened.tables.feedOf('registry')?.read(null, 9) ?? [];
  expect(records.slice(0, 2)).toEqual(kept);
  expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb.SequenceNumber.at(-1)])).toEqual([
    ['INSERT', '1'],
    ['INSERT', '2'],
    ['INSERT', '3'],
    ['REMOVE', '4'],
  ]);
});

test('the same run leaves the same files, and equal contents are kept once', async () => {
  const [first, second] = [(await keptRun()).folder, (await keptRun()).folder];
  const files = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => [file.name, readFileSync(join(file.parentPath, file.name), 'utf8')])
      .sort();

  expect(files(first)).toEqual(files(second));
  expect(readdirSync(join(first, 'contents'))).toHaveLength(2);
});

test('a kept run that was changed, or is of another kind, is refused', async () => {
  const { folder } = await keptRun();
  const [name = ''] = readdirSync(join(folder, 'contents'));
  writeFileSync(join(folder, 'contents', name), 'something else');
  await expect(importStores(folder, await deployedStores())).rejects.toThrow('the kept run was changed');

  writeFileSync(join(folder, 'stores.json'), '{"schema":"other"}');
  await expect(importStores(folder, await deployedStores())).rejects.toThrow("'schema' of stores.json should be");
});
