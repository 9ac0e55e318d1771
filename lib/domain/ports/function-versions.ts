import type { JsonValue } from '../canonical-json.ts';

/** A function or one of its published versions, as Lambda describes it. */
export interface FunctionConfiguration {
  /** Unqualified. */
  readonly functionArn: string;
  /** `$LATEST` or a number. */
  readonly functionVersion: string;
  readonly revisionId: string;
  readonly codeSha256: string;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly description: string;
  /** `Active` is ready; `Inactive` fails the next invocation and then becomes ready. */
  readonly state: 'Pending' | 'Active' | 'Inactive' | 'Failed' | 'Other';
  readonly lastUpdateStatus: 'InProgress' | 'Successful' | 'Failed';
  /** What else decides how the code behaves: memory, timeout, architecture, runtime version, layers and the like. */
  readonly properties: Readonly<Record<string, JsonValue>>;
}

export interface Invocation {
  readonly executedVersion: string;
  /** Parsed JSON of the answer, or of Lambda's error description. */
  readonly payload: unknown;
  /** Lambda's `FunctionError`, such as `Unhandled`; null when the function answered. */
  readonly functionError: string | null;
}

/** Publishes and inspects versions of one function. */
export interface FunctionVersions {
  /** Throws `FunctionMissing`. */
  readConfiguration(functionName: string, functionVersion?: string): Promise<FunctionConfiguration>;
  /** Replaces the environment of `$LATEST`. Throws `FunctionBusy` or `RevisionMoved`. */
  updateEnvironment(
    functionName: string,
    environment: Readonly<Record<string, string>>,
    revisionId: string,
  ): Promise<FunctionConfiguration>;
  /** Published versions, oldest first. */
  listVersions(functionName: string): Promise<FunctionConfiguration[]>;
  /** Numbers of the published versions, oldest first. */
  listNumbers(functionName: string): Promise<string[]>;
  /** Freezes `$LATEST`. Throws `CodeMoved`, `FunctionBusy` or `RevisionMoved`. */
  publish(
    functionName: string,
    expected: { readonly codeSha256: string; readonly revisionId: string; readonly description: string },
  ): Promise<FunctionConfiguration>;
  /** Calls one version or alias and waits for its answer. Throws `FunctionMissing`, `FunctionBusy` while it is not ready. */
  invoke(functionName: string, qualifier: string, payload: JsonValue): Promise<Invocation>;
  /** Deletes a published version; one that is gone already is fine. Throws `FunctionBusy` while an alias uses it. */
  delete(functionName: string, functionVersion: string): Promise<void>;
}
