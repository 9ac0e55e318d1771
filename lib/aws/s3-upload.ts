import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

export interface S3Target {
  readonly Bucket: string;
  readonly Key: string;
}

/** Longest body of one request. */
const PART_BYTES = 8 * 1024 * 1024;

const MOST_ATTEMPTS = 3;

/** Writes an object unless there is one under that key; false when there is. */
export async function uploadOnce(
  client: S3Client,
  target: S3Target,
  content: Uint8Array,
  attempt = 1,
): Promise<boolean> {
  const upload = content.byteLength > PART_BYTES ? putInParts : putWhole;
  try {
    await upload(client, target, content);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    if (attempt < MOST_ATTEMPTS && isContended(error)) return uploadOnce(client, target, content, attempt + 1);
    throw error;
  }
}

async function putWhole(client: S3Client, target: S3Target, content: Uint8Array): Promise<void> {
  const input = { ...target, Body: content, ChecksumSHA256: checksum(content), IfNoneMatch: '*' };
  await client.send(new PutObjectCommand(input));
}

async function putInParts(client: S3Client, target: S3Target, content: Uint8Array): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }));
  const upload = { ...target, UploadId };
  try {
    const Parts: CompletedPart[] = [];
    for (let start = 0; start < content.byteLength; start += PART_BYTES) {
      const Body = content.subarray(start, start + PART_BYTES);
      const part = { PartNumber: Parts.length + 1, ChecksumSHA256: checksum(Body) };
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, ...part, Body }));
      Parts.push({ ...part, ETag });
    }
    const completion = { ...upload, MultipartUpload: { Parts }, IfNoneMatch: '*' };
    await client.send(new CompleteMultipartUploadCommand(completion));
  } catch (error) {
    // parts that stay behind are the bucket's lifecycle rule's; the first failure is the one to report
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/** What SHA-256 looks like in S3's headers. */
function checksum(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}

/** `NoSuchUpload` is the retry of a completion whose first answer was lost. */
function isThere(error: unknown): boolean {
  return statusOf(error) === 412 || (error instanceof S3ServiceException && error.name === 'NoSuchUpload');
}

/** Two conditional writes of one key at the same moment: S3 asks to try again. */
function isContended(error: unknown): boolean {
  return statusOf(error) === 409;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
