import { canonicalJson } from '../../domain/canonical-json.ts';
import { AwsError, type Operations } from '../aws-error.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { describedAlias } from './described-function.ts';
import { type AliasRecord, type FunctionRecord, LATEST } from './function-record.ts';
import { isVersion, notFound } from './function-reference.ts';
import { conflict, type Functions } from './functions.ts';
import {
  type Input,
  invalid,
  optionalText,
  page,
  part,
  reference,
  refuseStale,
  refuseUnknown,
  text,
} from './operation-input.ts';

type Target = Pick<AliasRecord, 'functionVersion' | 'description' | 'weights'>;

const MEMBERS = ['FunctionName', 'Name', 'FunctionVersion', 'Description', 'RoutingConfig'];

/** Operations on aliases. */
export function aliasOperations(functions: Functions, random: SeededRandom): Operations {
  const recordOf = (input: Input) => functions.find(reference(input).functionName);

  return {
    GetAlias(input) {
      const record = recordOf(input);
      return describedAlias(record, existing(record, text(input, 'Name')));
    },

    ListAliases(input) {
      refuseUnknown('ListAliases', input, ['FunctionName', 'FunctionVersion', 'Marker', 'MaxItems']);
      const record = recordOf(input);
      const wanted = optionalText(input, 'FunctionVersion');
      const all = [...record.aliases.values()].filter((alias) => !wanted || alias.functionVersion === wanted);
      const { items, marker } = page(input, all);
      return { Aliases: items.map((alias) => describedAlias(record, alias)), ...marker };
    },

    CreateAlias(input) {
      refuseUnknown('CreateAlias', input, MEMBERS);
      const record = recordOf(input);
      const name = newName(record, text(input, 'Name'));
      text(input, 'FunctionVersion');
      const target = checkedTarget(record, input, { functionVersion: '', description: '', weights: {} });
      const routing = random.fork(`routing of ${record.name}:${name}`);
      const alias: AliasRecord = { name, ...target, revisionId: '', routing };
      record.aliases.set(name, alias);
      return written(functions, record, alias);
    },

    UpdateAlias(input) {
      refuseUnknown('UpdateAlias', input, [...MEMBERS, 'RevisionId']);
      const record = recordOf(input);
      const alias = existing(record, text(input, 'Name'));
      refuseStale(input, alias.revisionId);
      const { functionVersion, description, weights } = alias;
      const before: Target = { functionVersion, description, weights };
      const target = checkedTarget(record, input, before);
      // AWS does not say whether writing the same again makes a new revision, so nobody may rely on one
      if (canonicalJson(target) === canonicalJson(before)) return describedAlias(record, alias);
      Object.assign(alias, target);
      return written(functions, record, alias);
    },

    DeleteAlias(input) {
      const record = recordOf(input);
      const name = text(input, 'Name');
      if (record.aliases.delete(name)) functions.record('alias-deleted', { functionName: record.name, alias: name });
      return {};
    },
  };
}

function written(functions: Functions, record: FunctionRecord, alias: AliasRecord) {
  functions.touch(alias);
  const { name, functionVersion, weights, description } = alias;
  functions.record('alias-written', { functionName: record.name, alias: name, functionVersion, weights, description });
  return describedAlias(record, alias);
}

function existing({ aliases, arn }: FunctionRecord, name: string): AliasRecord {
  const found = aliases.get(name);
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${arn}:${name}`, 404);
}

function newName({ aliases, arn }: FunctionRecord, name: string): string {
  if (isVersion(name) || !/^[\w-]{1,128}$/.test(name)) throw invalid(`'Name' cannot be '${name}'`);
  if (aliases.has(name)) throw conflict(`Alias already exists: ${arn}:${name}`);
  return name;
}

/** Where the input wants the alias to point; what it does not mention stays as it was. */
function checkedTarget(record: FunctionRecord, input: Input, before: Target): Target {
  const routing = part(input, 'RoutingConfig');
  const target = {
    functionVersion: optionalText(input, 'FunctionVersion') ?? before.functionVersion,
    description: optionalText(input, 'Description') ?? before.description,
    weights: routing === undefined ? before.weights : weightsOf(routing),
  };
  const additional = Object.keys(target.weights);
  for (const version of [target.functionVersion, ...additional]) {
    if (version !== LATEST && !record.versions.has(version)) throw notFound(`${record.arn}:${version}`);
  }
  if (additional.length > 0) checkSplit(record, [target.functionVersion, ...additional]);
  return target;
}

function weightsOf(routing: Input): Record<string, number> {
  const weights = Object.entries(part(routing, 'AdditionalVersionWeights') ?? {});
  if (weights.length > 1) throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1');
  return Object.fromEntries(
    weights.map(([version, weight]) => {
      if (typeof weight === 'number' && weight >= 0 && weight <= 1) return [version, weight];
      throw invalid(`the weight of version ${version} should be a number between 0 and 1, got ${weight}`);
    }),
  );
}

/** Traffic is split over two published versions that differ neither in role nor in dead-letter target. */
function checkSplit({ versions }: FunctionRecord, [main = '', additional = '']: readonly string[]): void {
  if (main === LATEST || additional === LATEST) throw invalid('$LATEST is not supported for an alias with a split');
  if (main === additional) throw invalid(`version ${additional} gets the alias' other traffic already`);
  const [one, other] = [versions.get(main)?.frozen, versions.get(additional)?.frozen];
  if (one?.role !== other?.role) throw invalid('both versions of an alias should have the same execution role');
  if (one?.deadLetterTarget !== other?.deadLetterTarget) {
    throw invalid('both versions of an alias should have the same dead-letter configuration');
  }
}
