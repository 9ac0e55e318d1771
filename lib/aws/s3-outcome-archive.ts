import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { archiveFolder, hashInKey, hourFolder } from '../domain/artifacts/archived-outcomes.ts';
import type { StoredObject } from '../domain/ports/artifact-store.ts';
import type { OutcomeArchive } from '../domain/ports/outcome-archive.ts';
import { compressOutcomes, expandOutcomes } from './outcome-compression.ts';
import { s3ArtifactStore } from './s3-artifact-store.ts';
import { uploadOnce } from './s3-upload.ts';

/**
 * Outcomes in the artefact bucket, which takes every object once. Whoever writes may not read: an object that is there
 * already counts as written, and whoever reads it verifies its hash.
 */
export function s3OutcomeArchive(client: S3Client, bucketName: string): OutcomeArchive {
  const store = s3ArtifactStore(client, bucketName);
  return {
    async write(modelName, outcomes) {
      const written: StoredObject[] = [];
      for (const { object, content } of compressOutcomes(modelName, outcomes)) {
        await uploadOnce(client, { Bucket: bucketName, Key: object.key }, content);
        written.push(object);
      }
      return written;
    },

    async list(modelName, from) {
      const query = { Bucket: bucketName, Prefix: archiveFolder(modelName), StartAfter: hourFolder(modelName, from) };
      const listed: StoredObject[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, query)) {
        listed.push(...Contents.map(({ Key = '', Size = 0 }) => ({ key: Key, sha256: hashInKey(Key), bytes: Size })));
      }
      return listed;
    },

    async read(object, wanted) {
      return expandOutcomes(object.key, await store.read(object), wanted);
    },
  };
}
