import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { DeployedResource } from './assembly/intrinsics.ts';
import type { KeptFunction } from './lambda/kept-functions.ts';
import type { StreamCheckpoint } from './lambda/stream-mapping.ts';
import type { LocalServices } from './local-services.ts';
import type { ExecutionDescription } from './states/status-change.ts';
import { exportStores, importStores } from './stores/store-archive.ts';

/** What stands in the file `run.json` of a kept run. */
export interface KeptRun {
  readonly schema: 'ratchet.local-run/2';
  readonly seed: string;
  /** How often the run has been reopened; part of the seed from then on, so that no id comes twice. */
  readonly openings: number;
  /** Virtual time, in milliseconds since 1970. */
  readonly now: number;
  readonly functions: readonly KeptFunction[];
  readonly streamCheckpoints: readonly StreamCheckpoint[];
  /** What custom resources had answered, by stack and logical id. */
  readonly customResources: Readonly<Record<string, DeployedResource>>;
  /** Executions that have ended, the newest first. */
  readonly executions: readonly ExecutionDescription[];
}

/** A folder of the run's own copy of the assembly. */
export const keptAssembly = (folder: string) => join(folder, 'assembly');

const runFile = (folder: string) => join(folder, 'run.json');
const logFile = (folder: string) => join(folder, 'event-log.jsonl');

/** Writes a run into a folder. Throws while an execution is running: what it waits for cannot be kept. */
export async function writeKeptRun(
  folder: string,
  services: LocalServices,
  run: Pick<KeptRun, 'seed' | 'openings' | 'now'> & {
    readonly assembly: string;
    readonly executions: readonly ExecutionDescription[];
  },
): Promise<void> {
  const running = run.executions.find(({ status }) => status === 'RUNNING');
  if (running !== undefined) throw new Error(`let ${running.executionArn} end before the run is kept`);
  mkdirSync(folder, { recursive: true });
  if (resolve(run.assembly) !== resolve(keptAssembly(folder)))
    cpSync(run.assembly, keptAssembly(folder), { recursive: true });
  const { assembly, ...rest } = run;
  const kept: KeptRun = {
    schema: 'ratchet.local-run/2',
    ...rest,
    functions: services.lambda.exportFunctions(assembly),
    streamCheckpoints: services.lambda.exportCheckpoints(),
    customResources: customResources(services),
  };
  writeFileSync(runFile(folder), `${canonicalJson(kept)}\n`);
  writeFileSync(logFile(folder), services.log.text());
  await exportStores(join(folder, 'stores'), services);
}

/** Whether somebody has kept a run in a folder. */
export function isKeptRun(folder: string): boolean {
  return existsSync(runFile(folder));
}

/** Reads what `writeKeptRun` wrote. Throws when the folder is no kept run. */
export function readKeptRun(folder: string): KeptRun {
  if (!isKeptRun(folder)) throw new Error(`${folder} should be the folder of a kept run, but it has no run.json`);
  const kept = JSON.parse(readFileSync(runFile(folder), 'utf8')) as KeptRun;
  if (kept.schema !== 'ratchet.local-run/2') {
    throw new Error(`${runFile(folder)} should have the schema ratchet.local-run/2, got ${kept.schema}`);
  }
  return kept;
}

/** Fills services, on which the same assembly is deployed, with what was kept. */
export async function restoreKeptRun(
  folder: string,
  services: LocalServices,
  { functions, streamCheckpoints }: KeptRun,
): Promise<void> {
  services.lambda.importFunctions(keptAssembly(folder), functions);
  await importStores(join(folder, 'stores'), services);
  services.lambda.importCheckpoints(streamCheckpoints);
  services.log.restore(readFileSync(logFile(folder), 'utf8'));
}

function customResources({ deployment }: LocalServices): Record<string, DeployedResource> {
  const custom = deployment.resources().filter(({ type }) => type.startsWith('Custom::'));
  return Object.fromEntries(
    custom.flatMap(({ stackName, logicalId }) => {
      const found = deployment.find(stackName, logicalId);
      if (found === undefined) return [];
      return [[`${stackName}/${logicalId}`, { physicalId: found.physicalId, attributes: found.attributes }]];
    }),
  );
}
