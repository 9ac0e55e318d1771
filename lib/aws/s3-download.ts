import { GetObjectCommand, type GetObjectCommandOutput, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { ArtifactBroken, ArtifactMissing } from '../domain/ports/adapter-errors.ts';
import type { S3Target } from './s3-upload.ts';

/** The bytes of an object. Throws `ArtifactMissing`, or `ArtifactBroken` for one of more bytes than the most. */
export async function download(
  client: S3Client,
  target: S3Target,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const where = `s3://${target.Bucket}/${target.Key}`;
  const { Body, ContentLength = 0 } = await fetched(client, target, where);
  if (Body === undefined) throw new Error(`${where} should have a body, got none`);
  if (ContentLength > mostBytes) {
    await Body.transformToWebStream().cancel();
    throw tooLong(where, mostBytes, ContentLength);
  }
  const content = await Body.transformToByteArray();
  if (content.length <= mostBytes) return content;
  throw tooLong(where, mostBytes, content.length);
}

function tooLong(where: string, mostBytes: number, got: number): ArtifactBroken {
  return new ArtifactBroken(`${where} should have at most ${mostBytes} bytes, got ${got}`);
}

async function fetched(client: S3Client, target: S3Target, where: string): Promise<GetObjectCommandOutput> {
  try {
    return await client.send(new GetObjectCommand(target));
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    const message = `${where} does not exist, or this role may not read it: S3 answers both alike without s3:ListBucket`;
    throw new ArtifactMissing(message, { cause });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'AccessDenied'].includes(error.name);
}
