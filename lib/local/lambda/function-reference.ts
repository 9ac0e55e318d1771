import { AwsError, LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { LATEST } from './function-record.ts';

const PREFIXES = [`arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:`, `${LOCAL_ACCOUNT}:function:`];

/** A function and which of its versions or aliases is meant; without a qualifier none is named. */
export interface FunctionReference {
  readonly functionName: string;
  readonly qualifier: string | null;
}

/** Reads `fn`, `fn:live`, `fn:7` and the ARN forms of these; a qualifier may also stand apart. */
export function functionReference(text: string, qualifier: string | null = null): FunctionReference {
  const prefix = PREFIXES.find((known) => text.startsWith(known)) ?? '';
  const [functionName = '', derived = null, ...more] = text.slice(prefix.length).split(':');
  if (!/^[\w-]+$/.test(functionName) || more.length > 0) throw notFound(text);
  if (derived !== null && qualifier !== null && derived !== qualifier) {
    const message = 'The derived qualifier from the function name does not match the specified qualifier.';
    throw new AwsError('InvalidParameterValueException', message);
  }
  return { functionName, qualifier: derived ?? qualifier };
}

export function isVersion(qualifier: string): boolean {
  return qualifier === LATEST || /^\d+$/.test(qualifier);
}

export function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${what}`, 404);
}
