import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { timestampSchema } from '../time.ts';
import { modelVersionSchema } from './model-version.ts';

/** Lambda's own number of a published function version; never `$LATEST`. */
export const functionVersionSchema = z.string().regex(/^[1-9]\d{0,18}$/, 'should be the number of a published version');

/** What the last invocation by qualifier said about a function version. */
const servabilitySchema = z.strictObject({
  servable: z.boolean(),
  checkedAt: timestampSchema,
  detail: z.string().max(500),
});

/**
 * The code side of a release. `releaseKey` is the hash of the function's resolved configuration, `codeSha256` is
 * Lambda's hash of the deployed package, in base64.
 */
export const codePairSchema = z.strictObject({ releaseKey: sha256Schema, codeSha256: z.string().min(1).max(64) });

export type CodePair = z.infer<typeof codePairSchema>;

/** One published function version, pinned for ever to one model artefact. */
export const releaseSchema = z.strictObject({
  modelVersion: modelVersionSchema,
  modelKey: z.string().min(1).max(1024),
  modelSha256: sha256Schema,
  functionArn: z.string().min(1).max(256),
  functionVersion: functionVersionSchema,
  roleArn: z.string().min(1).max(256),
  ...codePairSchema.shape,
  servability: servabilitySchema.nullable(),
});

export type Release = z.infer<typeof releaseSchema>;

export function sameCode(one: CodePair, other: CodePair): boolean {
  return one.releaseKey === other.releaseKey && one.codeSha256 === other.codeSha256;
}

export function codePair({ releaseKey, codeSha256 }: CodePair): CodePair {
  return { releaseKey, codeSha256 };
}

/** Same artefact under the same model version, whatever code serves it. */
export function sameModel(
  one: Pick<Release, 'modelVersion' | 'modelSha256'>,
  other: Pick<Release, 'modelVersion' | 'modelSha256'>,
): boolean {
  return one.modelVersion === other.modelVersion && one.modelSha256 === other.modelSha256;
}
