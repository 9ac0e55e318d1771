import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';

export interface LoggingSettings {
  readonly LogFormat: string;
  readonly ApplicationLogLevel?: string;
  readonly SystemLogLevel?: string;
  readonly LogGroup: string;
}

/** What decides how code behaves, as far as a function's owner sets it. A version freezes it. */
export interface FunctionSettings {
  /** Such as `index.handler`. */
  readonly handler: string;
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  /** ARN of the execution role. */
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly ephemeralMegabytes: number;
  readonly architecture: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tracingMode: string;
  readonly logging: LoggingSettings;
  /** ARN of the queue or topic for events that could not be handled. */
  readonly deadLetterTarget: string | null;
  /** When a new version of the runtime is taken over. */
  readonly updateRuntimeOn: 'Auto' | 'FunctionUpdate';
}

/** A function as a deployment describes it. */
export interface FunctionDefinition extends FunctionSettings {
  readonly functionName: string;
  /** Local folder of the bundle. */
  readonly codeFolder: string;
  /** Largest number of concurrent invocations; null shares the account's. */
  readonly reservedConcurrency: number | null;
  /** Another name for faults at `invoke:<name>`; null when there is none. */
  readonly step: string | null;
}

export function functionArn(functionName: string): string {
  return `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${functionName}`;
}
