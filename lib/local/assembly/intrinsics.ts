import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { RefusedAssembly } from './refused-assembly.ts';
import type { Template } from './template.ts';

/** What is known about a resource once it exists. */
export interface DeployedResource {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where intrinsic functions find what they name. */
export interface ResolutionScope {
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly resources: ReadonlyMap<string, DeployedResource>;
  /** Exports of all stacks by name. */
  readonly exports: ReadonlyMap<string, unknown>;
}

/** A property that is left out, as `AWS::NoValue` asks. */
const NO_VALUE = Symbol('AWS::NoValue');

type Resolve = (argument: unknown, scope: ResolutionScope, where: string) => unknown;

const functions: Readonly<Record<string, Resolve>> = {
  Ref: (name, scope, where) => resolveRef(String(name), scope, where),
  'Fn::GetAtt': (argument, scope, where) => resolveAttribute(argument, scope, where),
  'Fn::Join': (argument, scope, where) => {
    const [separator, parts] = list(argument, where, 2);
    return list(resolveValue(parts, scope, where), where)
      .map(String)
      .join(String(separator));
  },
  'Fn::Sub': (argument, scope, where) => substitute(argument, scope, where),
  'Fn::Select': (argument, scope, where) => {
    const [index, choices] = list(argument, where, 2);
    return list(resolveValue(choices, scope, where), where)[Number(index)];
  },
  'Fn::Split': (argument, scope, where) => {
    const [separator, text] = list(argument, where, 2);
    return String(resolveValue(text, scope, where)).split(String(separator));
  },
  'Fn::ImportValue': (argument, scope, where) => {
    const name = String(resolveValue(argument, scope, where));
    if (!scope.exports.has(name)) throw new RefusedAssembly(where, `no stack exports '${name}'`);
    return scope.exports.get(name);
  },
  'Fn::If': (argument, scope, where) => {
    const [condition, yes, no] = list(argument, where, 3);
    return resolveValue(conditionHolds(String(condition), scope) ? yes : no, scope, where);
  },
  'Fn::Equals': (argument, scope, where) => {
    const [one, other] = list(argument, where, 2).map((value) => resolveValue(value, scope, where));
    return one === other;
  },
  'Fn::Or': (argument, scope, where) =>
    list(argument, where).some((value) => resolveValue(value, scope, where) === true),
  'Fn::And': (argument, scope, where) =>
    list(argument, where).every((value) => resolveValue(value, scope, where) === true),
  'Fn::Not': (argument, scope, where) => resolveValue(list(argument, where, 1)[0], scope, where) !== true,
  Condition: (name, scope) => conditionHolds(String(name), scope),
};

/** A template value with every intrinsic function carried out. Throws `RefusedAssembly` for a function that is not known. */
export function resolveValue(value: unknown, scope: ResolutionScope, where: string): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveValue(item, scope, where)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const call = functionCall(value, where);
  if (call !== null) return call.resolve(call.argument, scope, where);
  const resolved = Object.entries(value).map(([key, inner]) => [key, resolveValue(inner, scope, where)] as const);
  return Object.fromEntries(resolved.filter(([, inner]) => inner !== NO_VALUE));
}

function functionCall(value: object, where: string): { resolve: Resolve; argument: unknown } | null {
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return null;
  const [name, argument] = entry;
  // the condition block of a policy is an ordinary object, so `Condition` is a function only around a name
  if (name === 'Condition' && typeof argument !== 'string') return null;
  const resolve = functions[name];
  if (resolve === undefined && name.startsWith('Fn::')) {
    throw new RefusedAssembly(where, `the intrinsic function ${name} is not known`);
  }
  return resolve === undefined ? null : { resolve, argument };
}

/** Whether a condition of the template holds. */
export function conditionHolds(name: string, scope: ResolutionScope): boolean {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) throw new RefusedAssembly(scope.stackName, `there is no condition '${name}'`);
  return resolveValue(condition, scope, name) === true;
}

function resolveRef(name: string, scope: ResolutionScope, where: string): unknown {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::Region': LOCAL_REGION,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': scope.stackName,
    'AWS::StackId': scope.stackId,
    'AWS::NoValue': NO_VALUE,
  };
  if (name in pseudo) return pseudo[name];
  const parameter = scope.template.Parameters?.[name];
  if (parameter !== undefined) {
    if (parameter.Default === undefined) throw new RefusedAssembly(where, `the parameter ${name} has no default`);
    return parameter.Default;
  }
  return deployed(name, scope, where).physicalId;
}

function resolveAttribute(argument: unknown, scope: ResolutionScope, where: string): unknown {
  const [id, attribute] = typeof argument === 'string' ? splitOnce(argument) : list(argument, where, 2).map(String);
  const { attributes } = deployed(id ?? '', scope, where);
  if (attribute === undefined || !(attribute in attributes)) {
    throw new RefusedAssembly(where, `the attribute ${attribute} of ${id} is not simulated`);
  }
  return attributes[attribute];
}

function deployed(id: string, scope: ResolutionScope, where: string): DeployedResource {
  const resource = scope.resources.get(id);
  if (resource === undefined) throw new RefusedAssembly(where, `it names ${id}, which does not exist (yet)`);
  return resource;
}

function substitute(argument: unknown, scope: ResolutionScope, where: string): string {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, where, 2);
  const own = resolveValue(variables, scope, where) as Readonly<Record<string, unknown>>;
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (name in own) return String(own[name]);
    return String(name.includes('.') ? resolveAttribute(name, scope, where) : resolveRef(name, scope, where));
  });
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

function list(value: unknown, where: string, length?: number): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw new RefusedAssembly(
      where,
      `an intrinsic function should have a list of ${length ?? 'some'} values, got ${JSON.stringify(value)}`,
    );
  }
  return value;
}
