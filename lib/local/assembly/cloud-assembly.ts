import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { RefusedAssembly } from './refused-assembly.ts';
import type { Template } from './template.ts';

/** One stack of a cloud assembly. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
  /** Local path of each file asset by the object key under which it would be uploaded. */
  readonly assets: ReadonlyMap<string, string>;
}

/** What `cdk deploy` would ship, stacks in the order in which they have to be deployed. */
export interface CloudAssembly {
  readonly folder: string;
  readonly stacks: readonly AssemblyStack[];
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileAsset>>;
  readonly dockerImages?: Readonly<Record<string, unknown>>;
}

interface FileAsset {
  readonly source: { readonly path: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/** Artefacts that deploy nothing. */
const inertArtifacts = ['cdk:asset-manifest', 'cdk:tree', 'cdk:feature-flag-report'];

/** Reads `cdk.out`. Throws `RefusedAssembly` for what the local runtime does not know. */
export function readCloudAssembly(folder: string): CloudAssembly {
  const { artifacts } = readJson<{ artifacts: Record<string, Artifact> }>(folder, 'manifest.json');
  for (const [id, { type }] of Object.entries(artifacts)) {
    if (type !== 'aws:cloudformation:stack' && !inertArtifacts.includes(type)) {
      throw new RefusedAssembly(id, `the artefact type ${type} is not known`);
    }
  }
  return { folder, stacks: deploymentOrder(artifacts).map((id) => readStack(folder, id, artifacts)) };
}

function readStack(folder: string, id: string, artifacts: Readonly<Record<string, Artifact>>): AssemblyStack {
  const { properties, dependencies = [] } = artifacts[id] ?? { type: '' };
  if (properties?.templateFile === undefined) throw new RefusedAssembly(id, 'the stack has no template file');
  const manifests = dependencies.flatMap((dependency) => artifacts[dependency]?.properties?.file ?? []);
  const assets = manifests.flatMap((file) => fileAssets(folder, file));
  return {
    name: properties.stackName ?? id,
    template: readJson<Template>(folder, properties.templateFile),
    assets: new Map(assets),
  };
}

function fileAssets(folder: string, manifestFile: string): [string, string][] {
  const { files = {}, dockerImages = {} } = readJson<AssetManifest>(folder, manifestFile);
  const [image] = Object.keys(dockerImages);
  if (image !== undefined) throw new RefusedAssembly(image, 'container images cannot be run here');
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path)]),
  );
}

/** Name of the bucket that `cdk deploy` uploads assets to. */
export const ASSET_BUCKET = `cdk-hnb659fds-assets-${LOCAL_ACCOUNT}-${LOCAL_REGION}`;

function deploymentOrder(artifacts: Readonly<Record<string, Artifact>>): string[] {
  const ordered: string[] = [];
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (artifact?.type !== 'aws:cloudformation:stack' || ordered.includes(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    ordered.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered;
}

function readJson<Content>(folder: string, file: string): Content {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Content;
}
