import type { S3Client } from '@aws-sdk/client-s3';
import { parseModelDefinition } from '../domain/definition/model-definition.ts';
import type { DefinitionSource } from '../domain/ports/definition-source.ts';
import { s3ArtifactStore } from './s3-artifact-store.ts';

/** Where the deployment put the definition; the variables of every step that reads it. */
export interface DefinitionLocation {
  readonly DEFINITION_BUCKET_NAME: string;
  readonly DEFINITION_KEY: string;
  readonly DEFINITION_SHA256: string;
}

/** Reads the definition once; a failed read is tried again by the next call. */
export function s3DefinitionSource(client: S3Client, location: DefinitionLocation): DefinitionSource {
  const { DEFINITION_BUCKET_NAME: bucketName, DEFINITION_KEY: key, DEFINITION_SHA256: sha256 } = location;
  const store = s3ArtifactStore(client, bucketName);
  let definition: ReturnType<DefinitionSource> | undefined;
  const read = async () => {
    const text = new TextDecoder().decode(await store.read({ key, sha256 }));
    return parseModelDefinition(JSON.parse(text), `s3://${bucketName}/${key}`);
  };
  return () => {
    definition ??= read().catch((error: unknown) => {
      definition = undefined;
      throw error;
    });
    return definition;
  };
}
