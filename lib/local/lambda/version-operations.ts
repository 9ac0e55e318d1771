import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Operations } from '../aws-error.ts';
import { describedFunction, describedVersion, type IsInactive } from './described-function.ts';
import { type FunctionRecord, type FunctionVersion, LATEST } from './function-record.ts';
import { notFound } from './function-reference.ts';
import { conflict, type Functions, refuseBusy } from './functions.ts';
import { type Input, invalid, optionalText, page, reference, refuseStale, refuseUnknown } from './operation-input.ts';

/** Operations on published versions. */
export function versionOperations(functions: Functions, isInactive: IsInactive): Operations {
  return {
    PublishVersion(input) {
      refuseUnknown('PublishVersion', input, ['FunctionName', 'CodeSha256', 'Description', 'RevisionId']);
      const record = functions.find(reference(input).functionName);
      refuseBusy(record.latest);
      refuseStale(input, record.latest.revisionId);
      refuseOtherCode(input, record.latest);
      const newest = record.versions.get(String(record.newest));
      const unchanged = newest !== undefined && fingerprint(newest) === fingerprint(record.latest);
      const description = optionalText(input, 'Description') ?? record.latest.frozen.description;
      const version = unchanged ? newest : functions.publish(record, description);
      return describedFunction(record, version, isInactive);
    },

    ListVersionsByFunction(input) {
      refuseUnknown('ListVersionsByFunction', input, ['FunctionName', 'Marker', 'MaxItems']);
      const record = functions.find(reference(input).functionName);
      const { items, marker } = page(input, [record.latest, ...record.versions.values()]);
      return { Versions: items.map((version) => describedVersion(record, version)), ...marker };
    },

    DeleteFunction(input) {
      refuseUnknown('DeleteFunction', input, ['FunctionName', 'Qualifier']);
      const { functionName, qualifier } = reference(input);
      const record = functions.find(functionName);
      if (qualifier === null) functions.delete(functionName);
      else functions.deleteVersion(record, deletable(record, qualifier));
      return {};
    },
  };
}

/** What a publication compares: it makes a new version only when this is new. */
function fingerprint({ frozen, functionDescription, version }: FunctionVersion): string {
  const description = version === LATEST ? frozen.description : functionDescription;
  return canonicalJson({ ...frozen, description, code: frozen.code.sha256 });
}

function refuseOtherCode(input: Input, { frozen }: FunctionVersion): void {
  const expected = optionalText(input, 'CodeSha256');
  const current = frozen.code.sha256;
  if (expected === undefined || expected === '' || expected === current) return;
  throw invalid(
    `CodeSHA256 (${expected}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}

function deletable(record: FunctionRecord, qualifier: string): FunctionVersion {
  if (qualifier === LATEST) {
    throw invalid('$LATEST version cannot be deleted without deleting the function.');
  }
  const version = record.versions.get(qualifier);
  if (version === undefined) throw notFound(`${record.arn}:${qualifier}`);
  for (const alias of record.aliases.values()) {
    if (alias.functionVersion !== qualifier && alias.weights[qualifier] === undefined) continue;
    throw conflict(`Version ${qualifier} is currently used by alias ${alias.name}: move the alias first`);
  }
  return version;
}
