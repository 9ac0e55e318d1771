import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { timestampSchema } from '../time.ts';
import { actorSchema, drillExcuseSchema, groundsSchema, leaseSchema, MOST_PRUNED } from './ledger-state.ts';
import { modelVersionSchema } from './model-version.ts';
import { functionVersionSchema, releaseSchema } from './release.ts';

/** One number that a decision rests on. */
export const evidenceSchema = z.strictObject({
  /** What was measured, such as `auc difference` or `bad answers`. */
  metric: z.string().min(1).max(80),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  /** Rows or requests behind the value. */
  n: z.int().nonnegative().nullable(),
  /** Bounds of the interval, where one is known. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
});

const common = {
  at: timestampSchema,
  actor: actorSchema,
  /** ARN of the execution that decided; null outside of one. */
  execution: z.string().min(1).max(512).nullable(),
  /** One sentence. */
  reason: z.string().min(1).max(1000),
  evidence: z.array(evidenceSchema).max(50),
};

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...common, ...shape });

export const verdictSchema = z.enum(['promote', 'reject', 'hold', 'a-b-test']);

/** Why traffic was given back. */
export const rollbackCauseSchema = z.enum([
  'canary-verdict',
  'no-evidence',
  'probation-verdict',
  'alarm',
  'failure',
  'abandoned',
  'superseded',
  'manual',
]);

/** Everything that can happen to a model. */
export const ledgerEventSchema = z.discriminatedUnion('type', [
  event('bootstrapped', { release: releaseSchema }),
  event('adopted', { release: releaseSchema }),
  event('registered', { modelVersion: modelVersionSchema, modelSha256: sha256Schema, verdict: verdictSchema }),
  event('lease-acquired', {
    mode: leaseSchema.shape.mode,
    plan: leaseSchema.shape.plan,
    modelVersion: modelVersionSchema,
    modelSha256: sha256Schema,
    grounds: groundsSchema,
    until: timestampSchema,
    /** The champion that the candidate was compared with. */
    compared: z.strictObject({ modelVersion: modelVersionSchema, modelSha256: sha256Schema }),
    /** Status of the execution whose expired lease is taken over; null when the lease was free. */
    formerStatus: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'MISSING']).nullable(),
  }),
  event('published', { release: releaseSchema }),
  event('servability-checked', {
    check: z.enum(['smoke-test', 'drill', 'warm-up']),
    functionVersion: functionVersionSchema,
    servable: z.boolean(),
    detail: z.string().max(500),
    /** Of a drill; null for every other check. */
    excuse: drillExcuseSchema.nullable(),
  }),
  event('shifted', { weight: z.number().gt(0).lt(1), leaseUntil: timestampSchema }),
  event('promoted', { probationEnd: timestampSchema }),
  event('rolled-back', {
    cause: rollbackCauseSchema,
    /** Where traffic goes; null for the champion during a canary, else for the newest stable previous champion. */
    target: releaseSchema.nullable(),
  }),
  /** How the champion does that a rollback restored. */
  event('rollback-watched', { healthy: z.boolean() }),
  event('skipped', { code: z.string().min(1).max(80) }),
  event('failed', { error: z.string().min(1).max(80) }),
  event('stood-down', {}),
  event('paused', {}),
  event('resumed', {}),
  event('reconciled', { found: z.string().max(500) }),
  event('pruned', { functionVersions: z.array(functionVersionSchema).min(1).max(MOST_PRUNED) }),
]);

export type LedgerEvent = z.infer<typeof ledgerEventSchema>;
export type EventType = LedgerEvent['type'];
export type EventOf<Type extends EventType> = Extract<LedgerEvent, { type: Type }>;
