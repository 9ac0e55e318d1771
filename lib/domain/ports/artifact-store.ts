import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex, sha256Schema } from '../content-hash.ts';

/** What an artefact is: the folder below the model's own prefix, which permissions are granted on. */
export const artifactKindSchema = z.enum(['models', 'snapshots', 'evaluations', 'comparisons', 'reports']);

export type ArtifactKind = z.infer<typeof artifactKindSchema>;

/** Where bytes are and what they must hash to. */
export const storedObjectSchema = z.strictObject({
  key: z.string().min(1).max(1024),
  sha256: sha256Schema,
  bytes: z.int().nonnegative(),
});

export type StoredObject = z.infer<typeof storedObjectSchema>;

/** Files that belong together, such as the partitions of a snapshot. Its own hash stands for all of them. */
const manifestSchema = z.strictObject({
  schema: z.literal('ratchet.manifest/1'),
  modelName: z.string().min(1).max(40),
  kind: artifactKindSchema,
  objects: z.array(storedObjectSchema),
});

export type Manifest = z.infer<typeof manifestSchema>;

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

/** Writes a manifest of objects that are already stored; its hash depends on nothing else. */
export async function writeManifest(store: ArtifactStore, manifest: Manifest): Promise<StoredObject> {
  const { modelName, kind } = manifest;
  const content = new TextEncoder().encode(canonicalJson(manifestSchema.parse(manifest)));
  return store.write({ modelName, kind, name: 'manifest.json', content });
}

/** Reads a manifest back; throws as `ArtifactStore.read` does, or a `ZodError` for another schema. */
export async function readManifest(
  store: ArtifactStore,
  object: Pick<StoredObject, 'key' | 'sha256'>,
): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(new TextDecoder().decode(await store.read(object))));
}
