import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EventLog } from '../../../lib/local/event-log.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';

function withAssets() {
  const folder = mkdtempSync(join(tmpdir(), 'assets-'));
  writeFileSync(join(folder, 'definition.json'), '{"model":"m"}');
  const objects = new ObjectStore({ clock: { now: () => 0 }, log: new EventLog(() => 0) });
  objects.addAssets('assets', new Map([['one.json', join(folder, 'definition.json')]]));
  objects.addAssets('assets', new Map([['code.zip', folder]]));
  return objects;
}

test('files of the assembly are read from disk', () => {
  const objects = withAssets();

  objects.requireBucket('assets');

  expect(Buffer.from(objects.getObject('assets', 'one.json').content).toString()).toBe('{"model":"m"}');
  expect(objects.listObjects('assets', 'one').map(({ key }) => key)).toEqual(['one.json']);
  expect(() => objects.getObject('assets', 'two.json')).toThrow('does not exist');
});

test('a folder, which an upload would have zipped, is refused', () => {
  expect(() => withAssets().getObject('assets', 'code.zip')).toThrow('code.zip should be a single file');
});

test('assets cannot be written', () => {
  expect(() => withAssets().putObject('assets', 'one.json', '')).toThrow('read-only');
});
