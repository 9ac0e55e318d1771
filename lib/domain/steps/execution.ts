import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { InvalidInput, InvalidOutput } from '../errors.ts';
import { type Actor, groundsSchema } from '../ledger/ledger-state.ts';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { problemsOf } from '../problems.ts';

/** Who is asking, as every task of a state machine gets it from the machine's context. */
export const executionSchema = z.strictObject({
  arn: z.string().min(1).max(512),
  name: z.string().min(1).max(80),
  startedAt: z.iso.datetime(),
});

export type Execution = z.infer<typeof executionSchema>;

/** What asks for a retrain. */
export const triggerSchema = z.enum(['schedule', 'drift', 'performance', 'volume', 'manual', 'code', 'experiment']);

export type Trigger = z.infer<typeof triggerSchema>;

/** The alarm that started an execution. */
export const alarmSchema = z.strictObject({
  name: z.string().min(1).max(256),
  /** When it changed its state. */
  time: z.iso.datetime({ offset: true }),
  /** The function version that a Metrics Insights alarm accuses; null for an alarm on the whole alias. */
  accusedVersion: functionVersionSchema.nullable(),
});

/** An artefact on its way to a release. */
export const candidateSchema = z.strictObject({ modelVersion: modelVersionSchema, model: storedObjectSchema });

/** The champion that a candidate was compared with. */
export const comparedSchema = z.strictObject({ modelVersion: modelVersionSchema, modelSha256: sha256Schema });

/** What a release step needs to know beyond the head of the ledger. */
export const releaseOrderSchema = z.strictObject({
  candidate: candidateSchema,
  compared: comparedSchema,
  grounds: groundsSchema,
});

export type ReleaseOrder = z.infer<typeof releaseOrderSchema>;

/** Reads an input at its door. Throws `InvalidInput` with every wrong field. */
export function parseInput<Schema extends z.ZodType>(what: string, schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new InvalidInput(what, problemsOf(parsed.error, input));
  return parsed.data;
}

/** Checks what goes out of a door. Throws `InvalidOutput` with every wrong field. */
export function parseOutput<Schema extends z.ZodType>(what: string, schema: Schema, output: unknown): z.output<Schema> {
  const parsed = schema.safeParse(output);
  if (!parsed.success) throw new InvalidOutput(what, problemsOf(parsed.error, output));
  return parsed.data;
}

/** The execution as the one who decides. */
export function executionActor({ arn }: Execution): Actor {
  return { kind: 'execution', id: arn.slice(0, 256) };
}

/** The last part of the ARN of an execution. */
export function executionName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
