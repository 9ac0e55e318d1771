import type { S3Client } from '@aws-sdk/client-s3';
import { sha256Hex } from '../domain/content-hash.ts';
import { ArtifactHashMismatch } from '../domain/ports/adapter-errors.ts';
import { type ArtifactStore, artifactKey } from '../domain/ports/artifact-store.ts';
import { download } from './s3-download.ts';
import { uploadOnce } from './s3-upload.ts';

/**
 * Artefacts in one bucket. Keys are content-addressed, so nothing here rests on conditional writes; where the bucket
 * enforces them, an object that is there already is verified instead of written.
 */
export function s3ArtifactStore(client: S3Client, bucketName: string): ArtifactStore {
  const read: ArtifactStore['read'] = async ({ key, sha256 }) => {
    const content = await download(client, { Bucket: bucketName, Key: key });
    const actual = sha256Hex(content);
    if (actual === sha256) return content;
    throw new ArtifactHashMismatch(`s3://${bucketName}/${key} should have the sha256 ${sha256}, got ${actual}`);
  };

  return {
    read,
    async write(artifact) {
      const { content } = artifact;
      const object = { key: artifactKey(artifact), sha256: sha256Hex(content), bytes: content.byteLength };
      const written = await uploadOnce(client, { Bucket: bucketName, Key: object.key }, content);
      if (!written) await read(object);
      return object;
    },
  };
}
