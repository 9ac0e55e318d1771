import { FunctionMissing, RevisionMoved } from '../../lib/domain/ports/adapter-errors.ts';
import { type AliasTarget, LIVE_ALIAS, type LiveAlias, sameTarget } from '../../lib/domain/ports/live-alias.ts';
import type { FunctionRecord, InMemoryLambda } from './in-memory-lambda.ts';

export function inMemoryLiveAlias(lambda: InMemoryLambda): LiveAlias {
  return {
    async read(functionName) {
      return lambda.has(functionName) ? lambda.find(functionName).alias : null;
    },

    async create(functionName, target, description) {
      const found = lambda.find(functionName);
      if (found.alias !== null) throw new RevisionMoved(`${functionName}:${LIVE_ALIAS} exists already`);
      refuseBadTarget(found, target);
      found.alias = { ...copyOf(target), description, revisionId: lambda.nextRevision() };
      return found.alias;
    },

    async move(functionName, target, description, revisionId) {
      const found = lambda.find(functionName);
      const { alias } = found;
      if (alias === null) throw new FunctionMissing(`${functionName}:${LIVE_ALIAS} does not exist`);
      if (alias.revisionId !== revisionId) throw new RevisionMoved(`${functionName}:${LIVE_ALIAS} has moved`);
      refuseBadTarget(found, target);
      // whether writing the same again makes a new revision is not documented, so nobody may rely on it
      if (sameTarget(alias, target) && alias.description === description) return alias;
      found.alias = { ...copyOf(target), description, revisionId: lambda.nextRevision() };
      return found.alias;
    },

    async delete(functionName) {
      if (lambda.has(functionName)) lambda.find(functionName).alias = null;
    },
  };
}

function copyOf({ functionVersion, canary }: AliasTarget): AliasTarget {
  return { functionVersion, canary: canary && { ...canary } };
}

function refuseBadTarget({ versions }: FunctionRecord, { functionVersion, canary }: AliasTarget): void {
  const numbers = canary ? [functionVersion, canary.functionVersion] : [functionVersion];
  const roles = numbers.map((number) => {
    const version = versions.get(number);
    if (version === undefined) throw new FunctionMissing(`no version ${number} was published`);
    return version.configuration.roleArn;
  });
  if (new Set(roles).size > 1) throw new Error('an alias cannot split traffic over versions with different roles');
  if (canary && !(canary.weight >= 0 && canary.weight <= 1)) throw new Error(`a weight of ${canary.weight} is none`);
}
