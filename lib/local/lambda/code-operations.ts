import type { Operations } from '../aws-error.ts';
import { describedFunction, type IsInactive } from './described-function.ts';
import { readFunctionCode } from './function-code.ts';
import { type Functions, refuseBusy } from './functions.ts';
import { invalid, reference, refuseStale, refuseUnknown, text } from './operation-input.ts';

/** `UpdateFunctionCode` from an uploaded bundle, which is what `cdk deploy --hotswap` calls. */
export function codeOperations(
  functions: Functions,
  isInactive: IsInactive,
  codeFolder: (bucket: string, key: string) => string | undefined,
): Operations {
  return {
    UpdateFunctionCode(input) {
      refuseUnknown('UpdateFunctionCode', input, ['FunctionName', 'S3Bucket', 'S3Key', 'RevisionId']);
      const record = functions.find(reference(input).functionName);
      refuseBusy(record.latest);
      refuseStale(input, record.latest.revisionId);
      const key = text(input, 'S3Key');
      const folder = codeFolder(text(input, 'S3Bucket'), key);
      if (folder === undefined) throw invalid(`Error occurred while GetObject. S3 Error Code: NoSuchKey. ${key}`);
      functions.beginUpdate(record, { code: readFunctionCode(folder) });
      return describedFunction(record, record.latest, isInactive);
    },
  };
}
