import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { type Timestamp, timestampSchema } from '../time.ts';
import { modelVersionSchema } from './model-version.ts';
import { codePairSchema, functionVersionSchema, releaseSchema } from './release.ts';

/** How many stable champions a rollback can reach without looking beyond the head. */
export const REMEMBERED_CHAMPIONS = 3;

/** How many function versions one entry decides to delete. */
export const MOST_PRUNED = 100;

/** Who asked for a decision. */
export const actorSchema = z.strictObject({
  kind: z.enum(['schedule', 'alarm', 'console', 'cli', 'execution', 'reconciler', 'deployment']),
  /** Schedule or alarm name, IAM principal, CLI user, execution ARN. */
  id: z.string().min(1).max(256),
});

export type Actor = z.infer<typeof actorSchema>;

/** Where the alias `live` should point: all traffic, or all but the canary's `weight`. */
export const routingSchema = z.strictObject({
  functionArn: z.string().min(1).max(256),
  functionVersion: functionVersionSchema,
  canary: z.strictObject({ functionVersion: functionVersionSchema, weight: z.number().gt(0).lt(1) }).nullable(),
  movedAt: timestampSchema,
  movedBy: actorSchema,
});

export type Routing = z.infer<typeof routingSchema>;

/** Why a release may start: a won comparison, a person's decision with a reason, or a change of code alone. */
export const groundsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('comparison'), verdict: z.literal('promote'), sequence: z.int().positive() }),
  z.strictObject({ kind: z.literal('forced'), reason: z.string().min(1).max(500) }),
  z.strictObject({ kind: z.literal('code-change') }),
]);

/** Why a release goes on although its champion could not take the traffic back: that one is failing, and its alarm is on. */
export const drillExcuseSchema = z.enum(['champion-alarm']);

/** What the champion answered when this release asked it whether it could take all traffic back. */
const drillSchema = z.strictObject({
  checkedAt: timestampSchema,
  servable: z.boolean(),
  excuse: drillExcuseSchema.nullable(),
});

/** Sole right to release, taken before anything is published and renewed by every shift. */
export const leaseSchema = z.strictObject({
  /** ARN of the execution that holds it. */
  execution: z.string().min(1).max(512),
  mode: z.enum(['model', 'code', 'version']),
  plan: z.enum(['canary', 'immediate']),
  modelVersion: modelVersionSchema,
  modelSha256: sha256Schema,
  grounds: groundsSchema,
  acquiredAt: timestampSchema,
  until: timestampSchema,
  /** Null until the champion was asked; a daily warm-up is not its business. */
  drill: drillSchema.nullable(),
});

export type Lease = z.infer<typeof leaseSchema>;

/** Everything that is decided about one model. Each ledger entry carries the whole of it, so the newest one is enough. */
export const ledgerStateSchema = z.strictObject({
  champion: releaseSchema.nullable(),
  /** Stable champions before this one, newest first, on the champion's function; one that was rolled back is not here. */
  previousChampions: z.array(releaseSchema).max(REMEMBERED_CHAMPIONS),
  challenger: releaseSchema.nullable(),
  routing: routingSchema.nullable(),
  lease: leaseSchema.nullable(),
  probationEnd: timestampSchema.nullable(),
  /** When a rollback restored the champion; null once that was watched long enough, or newer things happened. */
  watchedSince: timestampSchema.nullable(),
  paused: z.boolean(),
  /** Code that failed its release: model releases on it are refused until other code arrives. */
  rejectedCode: codePairSchema.nullable(),
  /** Versions of the champion's function that were last decided to be deleted: nothing takes one of them any more. */
  pruned: z.array(functionVersionSchema).max(MOST_PRUNED),
});

export type LedgerState = z.infer<typeof ledgerStateSchema>;

export const unbornState: LedgerState = {
  champion: null,
  previousChampions: [],
  challenger: null,
  routing: null,
  lease: null,
  probationEnd: null,
  watchedSince: null,
  paused: false,
  rejectedCode: null,
  pruned: [],
};

export type Phase = 'unborn' | 'idle' | 'preparing' | 'canary' | 'probation';

/** What is going on at `time`; probation ends by itself, so time is part of the answer. */
export function phaseOf(state: LedgerState, time: Timestamp): Phase {
  if (state.champion === null) return 'unborn';
  if (state.routing?.canary) return 'canary';
  if (state.lease !== null) return 'preparing';
  return state.probationEnd !== null && time < state.probationEnd ? 'probation' : 'idle';
}
