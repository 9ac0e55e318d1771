import { z } from 'zod';
import { sha256Hex, sha256Schema } from '../content-hash.ts';

/** What an artefact is: the folder below the model's own prefix, which permissions are granted on. */
export const artifactKindSchema = z.enum(['models', 'snapshots', 'evaluations', 'comparisons']);

export type ArtifactKind = z.infer<typeof artifactKindSchema>;

/** Where bytes are and what they must hash to. */
export const storedObjectSchema = z.strictObject({
  key: z.string().min(1).max(1024),
  sha256: sha256Schema,
  bytes: z.int().nonnegative(),
});

export type StoredObject = z.infer<typeof storedObjectSchema>;

export interface NewArtifact {
  readonly modelName: string;
  readonly kind: ArtifactKind;
  /** File name within the artefact, such as `model.json`. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Content-addressed objects: writing the same thing twice is harmless, a different thing has another key. */
export interface ArtifactStore {
  write(artifact: NewArtifact): Promise<StoredObject>;
  /** Throws `ArtifactMissing` or `ArtifactHashMismatch`; nobody sees bytes that were not verified. */
  read(object: Pick<StoredObject, 'key' | 'sha256'>): Promise<Uint8Array>;
}

/** `bank-marketing/models/<sha256>/model.json` */
export function artifactKey({ modelName, kind, name, content }: NewArtifact): string {
  return `${modelName}/${kind}/${sha256Hex(content)}/${name}`;
}
