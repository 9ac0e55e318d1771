import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type ModelDefinitionFile, type RatchetStacksProps, ratchetStacks, readModelFiles } from '../../lib/index.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The feature flags that the app is deployed with, and no stack traces, which only cost time here. */
export const deployedContext: Readonly<Record<string, unknown>> = {
  ...JSON.parse(readFileSync(file('cdk.json'), 'utf8')).context,
  'aws:cdk:disable-stack-trace': true,
};

export const bankMarketing: ModelDefinitionFile = readModelFiles(file('models'))[0] as ModelDefinitionFile;

/** A resource whose intrinsic functions read as text: `<Pipeline/Predict/Function.Arn>`. */
export interface Resource {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is what is asserted on, a wrong guess fails the assertion
  readonly properties: any;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
}

export interface SynthesizedStack {
  readonly stack: Stack;
  readonly template: Template;
  readonly json: string;
  readonly resources: readonly Resource[];
  of(type: string): readonly Resource[];
  /** The one resource of that path, such as `Pipeline/Predict/Function`. */
  at(path: string): Resource;
}

export interface Synthesized {
  readonly platform: SynthesizedStack;
  readonly models: readonly SynthesizedStack[];
  /** The stack of the first model. */
  readonly model: SynthesizedStack;
}

let bankMarketingApp: Synthesized | undefined;

/** The app as it is deployed for the model that comes with it. */
export function synthesized(): Synthesized {
  bankMarketingApp ??= synthesizedWith({});
  return bankMarketingApp;
}

/** The app with other properties; costs a third of a second. */
export function synthesizedWith(props: Partial<RatchetStacksProps>): Synthesized {
  const app = new App({ context: deployedContext, builtinCloudFormationValidation: false });
  return synthesizedStacks(ratchetStacks(app, { definitions: [bankMarketing], ...props }));
}

/** The same for an app that a test put together. */
export function synthesizedStacks(stacks: {
  readonly platform: Stack;
  readonly models: readonly Stack[];
}): Synthesized {
  const texts = new Map<string, string>();
  const platform = synthesizedStack(stacks.platform, texts);
  const models = stacks.models.map((stack) => synthesizedStack(stack, texts));
  return { platform, models, model: models[0] as SynthesizedStack };
}

/** `imports` has what other stacks export, and gets what this one does. */
function synthesizedStack(stack: Stack, imports: Map<string, string>): SynthesizedStack {
  const template = Template.fromStack(stack);
  const json = template.toJSON();
  const paths = pathsOf(stack);
  const plain = (value: unknown) => plainValue(value, paths, imports);
  const resources = Object.entries<Record<string, unknown>>(json.Resources).map(([id, resource]) => ({
    id,
    path: paths.get(id) ?? id,
    type: resource.Type as string,
    properties: plain(resource.Properties),
    dependsOn: ((resource.DependsOn ?? []) as string[]).map((other) => paths.get(other) ?? other),
    deletionPolicy: resource.DeletionPolicy as string | undefined,
    updateReplacePolicy: resource.UpdateReplacePolicy as string | undefined,
  }));
  for (const { Export, Value } of Object.values<{ Export?: { Name: string }; Value: unknown }>(json.Outputs ?? {})) {
    if (Export) imports.set(Export.Name, plain(Value) as string);
  }
  return {
    stack,
    template,
    json: JSON.stringify(json),
    resources,
    of: (type) => resources.filter((resource) => resource.type === type),
    at: (path) => only(resources.filter((resource) => resource.path === path)),
  };
}

/** Construct path below the stack by logical id, without the `Resource` that ends most of them. */
function pathsOf(stack: Stack): ReadonlyMap<string, string> {
  const elements = stack.node.findAll().filter((construct) => CfnElement.isCfnElement(construct));
  return new Map(
    elements.map((element) => [
      Stack.of(element).resolve(element.logicalId) as string,
      element.node.path.slice(stack.node.path.length + 1).replace(/\/(Resource|Default)$/, ''),
    ]),
  );
}

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
};

type Intrinsic = (argument: never, plain: (value: unknown) => unknown, names: Names) => unknown;

interface Names {
  readonly paths: ReadonlyMap<string, string>;
  readonly imports: ReadonlyMap<string, string>;
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (id: string, _plain, { paths }) => pseudoParameters[id] ?? `<${paths.get(id) ?? id}>`,
  'Fn::GetAtt': ([id, attribute]: [string, string], _plain, { paths }) => `<${paths.get(id) ?? id}.${attribute}>`,
  'Fn::ImportValue': (name: string, _plain, { imports }) => imports.get(name) ?? `<import ${name}>`,
  'Fn::Join': ([delimiter, parts]: [string, unknown[]], plain) => parts.map(plain).join(delimiter),
  'Fn::Sub': (text: string) => text.replace(/\$\{([^}]+)\}/g, (_match, id: string) => pseudoParameters[id] ?? id),
};

function plainValue(value: unknown, paths: ReadonlyMap<string, string>, imports: ReadonlyMap<string, string>): unknown {
  const plain = (inner: unknown) => plainValue(inner, paths, imports);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  const intrinsic = others.length === 0 ? intrinsics[name] : undefined;
  if (intrinsic) return intrinsic(argument as never, plain, { paths, imports });
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** The single element of a list that has to have one. */
export function only<Element>(list: readonly Element[]): Element {
  if (list.length !== 1) throw new Error(`expected exactly one, got ${list.length}`);
  return list[0] as Element;
}
