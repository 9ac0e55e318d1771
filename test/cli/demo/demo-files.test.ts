import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WrongUsage } from '../../../lib/cli/cli-errors.ts';
import { folderToKeep, readDemoModel } from '../../../lib/cli/demo/demo-files.ts';
import { InvalidDefinition, InvalidInput } from '../../../lib/domain/errors.ts';
import { smallest } from '../../domain/definition/definition-samples.ts';

const models = fileURLToPath(new URL('../../../models', import.meta.url));
const ROW = '30,1,admin,single,yes\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const data = (rows: number) => written('calls.csv', `age,balance,job,marital,y\n${ROW.repeat(rows)}`);
const model = (definition: unknown = smallest) => written('model.json', JSON.stringify(definition));

describe('the files of a demo', () => {
  test('are a definition, which is brought to the pace of the demo, and its rows, which are split', () => {
    const read = readDemoModel({ model: model(), data: data(2500) });

    expect(read.definition).toMatchObject({ name: 'bank-marketing', window: { days: 7 } });
    expect(read.file).toMatchObject({ name: 'bank-marketing', schedules: [{ cron: '0 * * * ? *' }] });
    expect(read.data.history).toHaveLength(1666);
    expect(read.data.history[0]).toEqual({
      id: 'row-1',
      features: { age: 30, balance: 1, job: 'admin', marital: 'single' },
      label: 'yes',
    });
  });

  test('that come with Ratchet can be shown', () => {
    const sample = { model: join(models, 'bank-marketing.json'), data: join(models, 'data/bank-marketing.csv') };

    const { definition, data: rows } = readDemoModel(sample);

    expect(definition.name).toBe('bank-marketing');
    expect(rows.stream.length).toBeGreaterThan(1000);
    expect(rows.history.length).toBeGreaterThan(4000);
  });

  test('are refused where the definition is wrong, by its path', () => {
    const wrong = model({ ...smallest, target: undefined });

    expect(() => readDemoModel({ model: wrong, data: data(2500) })).toThrow(InvalidDefinition);
    expect(() => readDemoModel({ model: wrong, data: data(2500) })).toThrow(wrong);
  });

  test('are refused where the definition is wrong only in what the demo replaces', () => {
    const wrong = model({ ...smallest, canary: { steps: [] } });

    expect(() => readDemoModel({ model: wrong, data: data(2500) })).toThrow(/canary\.steps/);
  });

  test('are refused where the definition is not JSON', () => {
    const wrong = written('model.json', '{ "name": ');

    expect(() => readDemoModel({ model: wrong, data: data(2500) })).toThrow(InvalidDefinition);
  });

  test('are refused where the rows are wrong or too few, by the name of their file', () => {
    const broken = written('broken.csv', 'age,balance\n1,2\n');

    expect(() => readDemoModel({ model: model(), data: broken })).toThrow(InvalidInput);
    expect(() => readDemoModel({ model: model(), data: broken })).toThrow(/^broken\.csv: /);
    expect(() => readDemoModel({ model: model(), data: data(2499) })).toThrow(/^calls\.csv: .*2500 rows, got 2499/);
  });

  test('are refused where one of them is missing', () => {
    const missing = join(folder, 'missing');

    expect(() => readDemoModel({ model: missing, data: data(2500) })).toThrow(/ENOENT.*missing/);
    expect(() => readDemoModel({ model: model(), data: missing })).toThrow(/ENOENT.*missing/);
  });
});

describe('the folder of a run', () => {
  test('is a new temporary one where none is named', () => {
    const kept = folderToKeep(null);
    try {
      expect(readdirSync(kept)).toEqual([]);
      expect(relative(tmpdir(), kept)).toMatch(/^ratchet-demo-[^/]+$/);
    } finally {
      rmSync(kept, { recursive: true });
    }
  });

  test('may be an empty one, or one that is not there yet and is not made before there is something to keep', () => {
    const missing = join(folder, 'not/yet');

    expect(folderToKeep(folder)).toBe(folder);
    expect(folderToKeep(missing)).toBe(missing);
    expect(existsSync(missing)).toBe(false);
  });

  test('is named from the root, wherever it was named from', () => {
    expect(folderToKeep(relative(process.cwd(), folder))).toBe(folder);
  });

  test.each([
    ['a file', () => written('old.json', '')],
    ['a folder', () => mkdirSync(join(folder, 'old'))],
  ])('is refused where %s is in it', (_what, fill) => {
    fill();

    expect(() => folderToKeep(folder)).toThrow(WrongUsage);
    expect(() => folderToKeep(folder)).toThrow(`--keep should name a folder that is new or empty, got '${folder}'`);
  });

  test('is refused where it is a file', () => {
    expect(() => folderToKeep(written('run', 'text'))).toThrow(WrongUsage);
  });
});
