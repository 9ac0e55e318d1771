import { RatchetError } from '../domain/errors.ts';
import { CliError } from './cli-errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export interface FailureReport {
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Errors of the SDK that come before any request. */
const unreachableNames = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError', 'TimeoutError'];
const unreachableCodes = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'];
const fileCodes = ['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'EROFS'];

/** What to say about an error, and what to end with. Only a defect shows where in the code it happened. */
export function failureReport(error: unknown): FailureReport {
  if (error instanceof CliError) return known(error.message, error.exitCode);
  if (error instanceof RatchetError) return known(`${error.name}: ${error.message}`, exitCodes.refused);
  return awsFailure(error) ?? fileFailure(error) ?? defect(error);
}

function known(message: string, exitCode: ExitCode): FailureReport {
  return { text: `error: ${message}`, exitCode };
}

function awsFailure(error: unknown): FailureReport | null {
  if (!(error instanceof Error)) return null;
  const { name, message } = error;
  if (message === 'Region is missing') {
    return known('no AWS region is set: set AWS_REGION, or name a kept run with --local DIR', exitCodes.notFound);
  }
  if (unreachableNames.includes(name)) {
    return known(`no way into AWS (${message}): sign in, for example with 'aws sso login'`, exitCodes.notFound);
  }
  if ('$metadata' in error) return known(`AWS refuses: ${name}: ${message}`, exitCodes.notFound);
  if (!unreachableCodes.includes(codeOf(error))) return null;
  return known(`AWS cannot be reached (${message}): check network and region`, exitCodes.notFound);
}

function fileFailure(error: unknown): FailureReport | null {
  return error instanceof Error && fileCodes.includes(codeOf(error)) ? known(error.message, exitCodes.refused) : null;
}

function defect(error: unknown): FailureReport {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `${trace}\nerror: this is a defect of ratchet, please report it`, exitCode: exitCodes.refused };
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
