import type { Json } from './json.ts';

/** What a task tells the integration that it calls. */
export interface IntegrationContext {
  readonly executionArn: string;
  readonly stateName: string;
  /** As the definition has it. */
  readonly resource: string;
  /** Aborts when nobody waits for the answer any more: after a time-out, a failed sibling or the execution's end. */
  readonly signal: AbortSignal;
  /** Set for a task that waits until somebody sends it back. */
  readonly taskToken?: string;
}

/**
 * Does what a task asks for. It fails with a `StateFailure`, or with an `AwsError`, which becomes the service's error
 * name; any other error is a defect and ends the run. It may suspend on the clock, and it may answer after the abort,
 * when nobody listens.
 */
export type Integration = (input: Json, context: IntegrationContext) => Promise<unknown>;

/** Integrations by Resource, in which `*` stands for anything. */
export type Integrations = Readonly<Record<string, Integration>>;
