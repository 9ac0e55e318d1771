import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { sha256Hex } from '../domain/content-hash.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../domain/ports/adapter-errors.ts';
import { type ArtifactStore, artifactKey } from '../domain/ports/artifact-store.ts';
import { type S3Target, uploadOnce } from './s3-upload.ts';

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

async function download(client: S3Client, target: S3Target): Promise<Uint8Array> {
  const where = `s3://${target.Bucket}/${target.Key}`;
  try {
    const { Body } = await client.send(new GetObjectCommand(target));
    if (Body === undefined) throw new Error(`${where} should have a body, got none`);
    return await Body.transformToByteArray();
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    const message = `${where} does not exist, or this role may not read it: S3 answers both alike without s3:ListBucket`;
    throw new ArtifactMissing(message, { cause });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'AccessDenied'].includes(error.name);
}
