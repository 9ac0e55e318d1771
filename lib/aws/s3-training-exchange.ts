import type { S3Client } from '@aws-sdk/client-s3';
import type { TrainingExchange } from '../domain/ports/training-exchange.ts';
import { download } from './s3-download.ts';
import { uploadOnce } from './s3-upload.ts';

/** The exchange with own trainers in the bucket of artefacts. */
export function s3TrainingExchange(client: S3Client, bucketName: string): TrainingExchange {
  const target = (Key: string) => ({ Bucket: bucketName, Key });
  return {
    async write(key, content) {
      await uploadOnce(client, target(key), content);
    },
    read: (key, mostBytes) => download(client, target(key), mostBytes),
  };
}
