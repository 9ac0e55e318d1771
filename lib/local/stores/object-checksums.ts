import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-error.ts';

export type ChecksumAlgorithm = 'CRC32' | 'SHA1' | 'SHA256';

/** A checksum as S3 shows it: in base64, that of a multipart upload with the number of parts behind it. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

const digests: Readonly<Record<ChecksumAlgorithm, (content: Uint8Array) => Buffer>> = {
  CRC32(content) {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(content));
    return digest;
  },
  SHA1: (content) => createHash('sha1').update(content).digest(),
  SHA256: (content) => createHash('sha256').update(content).digest(),
};

export function md5(content: Uint8Array): Buffer {
  return createHash('md5').update(content).digest();
}

export function checksumOf(algorithm: ChecksumAlgorithm, content: Uint8Array): ObjectChecksum {
  return { algorithm, value: digests[algorithm](content).toString('base64'), type: 'FULL_OBJECT' };
}

/** Checksum of the parts' checksums. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly ObjectChecksum[]): ObjectChecksum {
  const joined = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')));
  const value = `${digests[algorithm](joined).toString('base64')}-${parts.length}`;
  return { algorithm, value, type: 'COMPOSITE' };
}

export function checksumAlgorithm(name: unknown): ChecksumAlgorithm {
  if (name === 'CRC32' || name === 'SHA1' || name === 'SHA256') return name;
  throw new AwsError('NotImplemented', `the checksum algorithm ${name} is not known here`, 501);
}

/** The checksum that a caller sent as `Checksum<algorithm>`, verified; null without one. */
export function sentChecksum(input: Readonly<Record<string, unknown>>, content: Uint8Array): ObjectChecksum | null {
  const [sent] = Object.entries(input).filter(([name, value]) => isChecksum(name) && value !== undefined);
  if (sent === undefined) return null;
  const [name, value] = sent;
  const checksum = checksumOf(checksumAlgorithm(name.slice('Checksum'.length)), content);
  if (checksum.value === value) return checksum;
  throw new AwsError('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
}

/** The members that show a checksum in an answer. */
export function checksumMembers(checksum: ObjectChecksum | null): Readonly<Record<string, string>> {
  if (checksum === null) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

function isChecksum(name: string): boolean {
  return name.startsWith('Checksum') && !['ChecksumAlgorithm', 'ChecksumMode', 'ChecksumType'].includes(name);
}
