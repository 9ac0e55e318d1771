/** A failure as an AWS service answers it: a code that the SDK makes the error's name. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  /** HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Who calls a service: an execution environment of a function by its id, or the runtime itself. */
export interface Caller {
  readonly id: string;
}

/** One service's API: an answer, possibly after virtual time, or an `AwsError`. Inputs are parsed JSON as the SDK sends it. */
export type Operations = Readonly<
  Record<string, (input: Readonly<Record<string, unknown>>, caller: Caller) => unknown | Promise<unknown>>
>;

/** The account and region that a local run plays. */
export const LOCAL_ACCOUNT = '111122223333';
export const LOCAL_REGION = 'eu-central-1';
