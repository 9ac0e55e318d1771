import type { MessagePort } from 'node:worker_threads';

/** What an execution environment is born with; its environment variables are the worker's `process.env`. */
export interface EnvironmentSettings {
  readonly id: string;
  /** Folder of the deployed bundle. */
  readonly codeFolder: string;
  /** Such as `index.handler`. */
  readonly handler: string;
  /** Virtual time, milliseconds since 1970. */
  readonly startedAt: number;
  /** Of the random numbers that are drawn before the first invocation. */
  readonly seed: string;
}

/** What the worker is started with: its end of the channel, and the number of commands sent so far to sleep on. */
export interface WorkerStart {
  readonly settings: EnvironmentSettings;
  readonly port: MessagePort;
  readonly sent: Int32Array;
}

export interface InvocationInput {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly seed: string;
  /** When the function times out, in milliseconds since 1970. */
  readonly deadline: number;
  readonly invokedFunctionArn: string;
}

/** What the host tells an environment that is at rest. Every command is answered by one report. */
export type Command = { readonly now: number } & (
  | { readonly kind: 'start' }
  | { readonly kind: 'invoke'; readonly invocation: InvocationInput }
  | { readonly kind: 'wake' }
  | { readonly kind: 'receive'; readonly connection: number; readonly event: InboundEvent }
);

/** What the other side of a connection did. */
export type InboundEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'close'; readonly error?: { readonly code: string; readonly message: string } };

/** What the code did with a connection, in its order. */
export type OutboundEvent = { readonly connection: number } & (
  | { readonly kind: 'open'; readonly host: string; readonly port: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'close' }
);

/** How a start or an invocation ended: an answer, or the description of an error, as JSON text. */
export interface Outcome {
  readonly failed: boolean;
  readonly payload: string;
}

/** What happened since the last command, told when the code is finished or waits for something virtual. */
export interface EnvironmentReport {
  readonly outcome: Outcome | null;
  readonly lines: readonly string[];
  readonly outbound: readonly OutboundEvent[];
  /** When the earliest timer is due; null without timers. */
  readonly nextDue: number | null;
  /** The process ended: exit, uncaught exception, unhandled rejection. */
  readonly ended: boolean;
}
