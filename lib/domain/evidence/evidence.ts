import { z } from 'zod';
import { type Problem, problemText } from '../errors.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { EvidenceBroken } from '../ports/adapter-errors.ts';
import type { FunctionConfiguration } from '../ports/function-versions.ts';
import { versionRecordSchema } from '../ports/version-record.ts';
import { problemsOf } from '../problems.ts';
import { pinVariables } from '../release-key.ts';
import { timestampSchema } from '../time.ts';

/** What a published function version froze; a variable that it does not have is null. */
const frozenVersionSchema = z.strictObject({
  functionArn: z.string(),
  functionVersion: functionVersionSchema,
  roleArn: z.string(),
  codeSha256: z.string(),
  environment: z.record(z.enum(pinVariables), z.string().nullable()),
});

export type FrozenVersion = z.infer<typeof frozenVersionSchema>;

const aliasSchema = z.strictObject({
  functionVersion: functionVersionSchema,
  canary: z.strictObject({ functionVersion: functionVersionSchema, weight: z.number() }).nullable(),
  description: z.string(),
});

/**
 * Everything that is recorded about a model, as it stood at one time: what an audit needs, but for the bytes of the
 * artefacts. Whether it is in order is for its checks to say, so entries are texts that nobody has read yet.
 */
export const evidenceSchema = z.strictObject({
  schema: z.literal('ratchet.evidence/1'),
  modelName: z.string().min(1).max(40),
  platformName: z.string(),
  /** Where it was collected, such as `AWS eu-central-1`. */
  place: z.string(),
  collectedAt: timestampSchema,
  /** The ledger, oldest entry first. */
  entries: z.array(z.strictObject({ text: z.string(), hash: z.string() })),
  records: z.array(versionRecordSchema),
  /** What was said of version records that could not be read. */
  unreadable: z.array(z.string()),
  /** Of the key that signs version records, in PEM. */
  publicKey: z.string(),
  /** Null where there was none. */
  alias: aliasSchema.nullable(),
  /** Published versions of the function that predicts, oldest first. */
  functionVersions: z.array(frozenVersionSchema),
  /** Sequence number of the newest entry whose notice is marked as sent; null before the first. */
  newestNotice: z.int().positive().nullable(),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/** Reads evidence back from a file of that name. Throws `EvidenceBroken` for what is none. */
export function parseEvidence(text: string, file: string): Evidence {
  const input = jsonOf(text, file);
  const parsed = evidenceSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, input);
  const [schema] = problems.filter(({ path }) => path === 'schema');
  throw new EvidenceBroken(`${file} is no evidence of a model: ${listed(schema === undefined ? problems : [schema])}`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EvidenceBroken(`${file} should be JSON: it was cut off or changed, export it again`, { cause });
  }
}

const MOST_LISTED = 5;

function listed(problems: readonly Problem[]): string {
  const more = problems.length > MOST_LISTED ? [`and ${problems.length - MOST_LISTED} more`] : [];
  return [...problems.slice(0, MOST_LISTED).map(problemText), ...more].join('; ');
}

export function frozenVersion(configuration: FunctionConfiguration): FrozenVersion {
  const { functionArn, functionVersion, roleArn, codeSha256 } = configuration;
  const frozen = (name: (typeof pinVariables)[number]) => configuration.environment[name] ?? null;
  const environment = {
    MODEL_VERSION: frozen('MODEL_VERSION'),
    MODEL_KEY: frozen('MODEL_KEY'),
    MODEL_SHA256: frozen('MODEL_SHA256'),
    RELEASE_KEY: frozen('RELEASE_KEY'),
  };
  return { functionArn, functionVersion, roleArn, codeSha256, environment };
}
