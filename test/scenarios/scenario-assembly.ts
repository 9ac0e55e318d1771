import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { synthesize } from '../../bin/synthesize.ts';
import { contentHash, sha256Hex } from '../../lib/domain/content-hash.ts';
import type { ModelDefinitionFile } from '../../lib/index.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A model that learns in minutes: short bakes, a short probation, data that fits on a screen. */
export const quickModel: ModelDefinitionFile = {
  name: 'quick',
  policy: 'backlink-actions',
  target: 'clicked',
  positiveClass: 'yes',
  labels: ['yes', 'no'],
  features: { numeric: ['age', 'visits'], categorical: ['plan'] },
  window: { days: 30 },
  samples: { minimum: 50, trusted: 100, minimumNew: 20 },
  gate: { rules: [{ metric: 'auc', mode: 'absolute', minimum: 0.01, severity: 'hard' }] },
  canary: {
    steps: [
      { weight: 0.01, bake: '10m' },
      { weight: 0.1, bake: '10m' },
      { weight: 0.5, bake: '10m' },
    ],
    poll: '2m',
    maximumHold: '8m',
  },
  rollback: { probation: '1h' },
};

/** A network with one public subnet: no NAT, nothing that costs. */
function smallNetwork(app: App): ec2.IVpc {
  return new ec2.Vpc(new Stack(app, 'Network'), 'Vpc', {
    availabilityZones: ['eu-central-1a'],
    natGateways: 0,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],
  });
}

/** The folder of the synthesized assembly of one model; one that trains in containers has a network of its own. */
export function scenarioAssembly(definition: ModelDefinitionFile = quickModel): string {
  return madeOnce(assemblyFolder(definition), (draft) =>
    synthesize([definition], draft, definition.training || modulesOf(definition).length > 0 ? smallNetwork : undefined),
  );
}

/** Code of trainers of the model's owner. */
function modulesOf({ trainers = [] }: ModelDefinitionFile): string[] {
  return trainers.flatMap((trainer) =>
    'module' in trainer && trainer.module ? [readFileSync(trainer.module, 'utf8')] : [],
  );
}

/** The same assembly with another logical id for the function that serves, which CloudFormation takes for another one. */
export function replacedFunctionAssembly(definition: ModelDefinitionFile = quickModel): string {
  return editedAssembly(definition, 'replaced', (draft) =>
    rewrite(`${draft}/Ratchet-${definition.name}.template.json`, (template) =>
      template.replaceAll(/PipelinePredictFunction[0-9A-F]{8}/g, 'PipelinePredictFunction0000BEEF'),
    ),
  );
}

/** The same assembly with another execution role for the function that serves. */
export function otherRoleAssembly(definition: ModelDefinitionFile = quickModel): string {
  return editedAssembly(definition, 'role', (draft) =>
    rewrite(`${draft}/Ratchet-${definition.name}.template.json`, (template) =>
      template.replaceAll(/PipelinePredictRole(?!DefaultPolicy)[0-9A-F]{8}/g, 'PipelinePredictRole0000BEEF'),
    ),
  );
}

/** The same assembly with a remark in the code of the function that serves. */
export function otherCodeAssembly(definition: ModelDefinitionFile, remark: string): string {
  return editedAssembly(definition, `code-${remark}`, (draft) => {
    const path = `${draft}/Ratchet-${definition.name}`;
    const asset = predictAsset(`${path}.template.json`);
    const other = sha256Hex(`${asset} ${remark}`);
    renameSync(`${draft}/asset.${asset}`, `${draft}/asset.${other}`);
    rewrite(`${draft}/asset.${other}/index.mjs`, (code) => `${code}\n// ${remark}\n`);
    for (const kind of ['template', 'assets']) rewrite(`${path}.${kind}.json`, (text) => text.replaceAll(asset, other));
  });
}

/** Object key of the bundle of the function that serves. */
export function predictCodeKey(definition: ModelDefinitionFile, assembly: string): string {
  return `${predictAsset(`${assembly}/Ratchet-${definition.name}.template.json`)}.zip`;
}

function predictAsset(templateFile: string): string {
  const { Resources } = JSON.parse(readFileSync(templateFile, 'utf8')) as {
    Resources: Record<string, { Properties?: { Code?: { S3Key?: string } } }>;
  };
  const found = Object.entries(Resources).find(([id]) => /^PipelinePredictFunction[0-9A-F]{8}$/.test(id));
  const key = found?.[1].Properties?.Code?.S3Key;
  if (key === undefined) throw new Error(`${templateFile} should have the code of the function that serves`);
  return key.replace('.zip', '');
}

function editedAssembly(definition: ModelDefinitionFile, name: string, edit: (draft: string) => void): string {
  const original = scenarioAssembly(definition);
  return madeOnce(`${assemblyFolder(definition)}-${name}`, (draft) => {
    cpSync(original, draft, { recursive: true });
    edit(draft);
  });
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Every test process uses one folder; one that is made twice at the same time is moved into place once. */
function madeOnce(folder: string, make: (draft: string) => void): string {
  if (existsSync(folder)) return folder;
  const draft = `${folder}-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  make(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
  return folder;
}

function assemblyFolder(definition: ModelDefinitionFile): string {
  return root(
    `dist/scenarios/${contentHash({ definition, bundles: bundleHashes(), modules: modulesOf(definition) }).slice(0, 16)}`,
  );
}

/** Other code is another assembly, and the same code built again is not. */
function bundleHashes(): string[] {
  const bundles = root('dist/lambdas');
  return readdirSync(bundles).map((step) => sha256Hex(readFileSync(`${bundles}/${step}/index.mjs`)));
}
