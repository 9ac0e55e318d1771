import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import {
  type ModelDefinition,
  type ModelDefinitionFile,
  parseModelDefinition,
} from '../../domain/definition/model-definition.ts';
import { parseModelDefinitions } from '../../domain/definition/model-definitions.ts';
import { WrongUsage } from '../cli-errors.ts';
import { type DemoData, splitDemoRows } from './demo-data.ts';
import { atDemoPace } from './demo-pace.ts';
import { readDemoRows } from './demo-rows.ts';

/** A model definition and the outcomes that belong to it, as paths. */
export interface SampleFiles {
  readonly model: string;
  readonly data: string;
}

export interface DemoModel {
  /** At the pace of the demo. */
  readonly file: ModelDefinitionFile;
  readonly definition: ModelDefinition;
  readonly data: DemoData;
}

/** Throws `InvalidDefinition` or `InvalidInput`, which name the file and everything that is wrong with it. */
export function readDemoModel({ model, data }: SampleFiles): DemoModel {
  const text = readFileSync(model, 'utf8');
  parseModelDefinitions([{ source: model, text }]);
  const file = atDemoPace(JSON.parse(text));
  const definition = parseModelDefinition(file, `${model} at the pace of the demo`);
  const rows = readDemoRows(readFileSync(data, 'utf8'), definition, basename(data));
  return { file, definition, data: splitDemoRows(rows, basename(data)) };
}

/** The folder to keep a run in, which nothing else is in yet; a new temporary one where none is named. */
export function folderToKeep(keep: string | null): string {
  if (keep === null) return mkdtempSync(join(tmpdir(), 'ratchet-demo-'));
  const folder = resolve(keep);
  if (!existsSync(folder) || isEmptyFolder(folder)) return folder;
  throw new WrongUsage(`--keep should name a folder that is new or empty, got '${keep}'`);
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}
