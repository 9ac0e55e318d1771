import { AwsError } from '../aws-error.ts';
import { decodeChunks } from './aws-chunked.ts';
import type { HttpRequest } from './http-exchange.ts';
import type { ReadCall } from './operation-calls.ts';
import { xmlElements, xmlText } from './xml.ts';

/** By method, what is addressed, and the parameters that tell one operation from another. */
const operations: Readonly<Record<string, string>> = {
  'HEAD bucket': 'HeadBucket',
  'GET bucket list-type': 'ListObjectsV2',
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT object partNumber uploadId': 'UploadPart',
  'POST object uploadId': 'CompleteMultipartUpload',
  'DELETE object uploadId': 'AbortMultipartUpload',
};

const queryMembers: Readonly<Record<string, string>> = {
  uploadId: 'UploadId',
  partNumber: 'PartNumber',
  prefix: 'Prefix',
  delimiter: 'Delimiter',
  'max-keys': 'MaxKeys',
  'start-after': 'StartAfter',
  'continuation-token': 'ContinuationToken',
};

const telling = ['list-type', 'partNumber', 'uploadId', 'uploads'];

const headerMembers: Readonly<Record<string, string>> = {
  'content-type': 'ContentType',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-disposition': 'ContentDisposition',
  'cache-control': 'CacheControl',
  range: 'Range',
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
  'x-amz-checksum-type': 'ChecksumType',
  'x-amz-checksum-mode': 'ChecksumMode',
};

const CHECKSUM = 'x-amz-checksum-';
const METADATA = 'x-amz-meta-';

/** Headers of S3 that change nothing here: signature, transport and encryption. */
const inertHeaders = [
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
];
const inertPrefix = 'x-amz-server-side-encryption';

/** The call in a request with the bucket in its path; null for one that is not known. */
export function readS3Call(request: HttpRequest): ReadCall | null {
  const { method, path, query } = request;
  const [, Bucket = '', ...rest] = path.split('/').map(decodeURIComponent);
  const Key = rest.join('/');
  const parameters = [...query.keys()].filter((name) => name !== 'x-id');
  const known = parameters.every((name) => telling.includes(name) || queryMembers[name] !== undefined);
  const told = telling.filter((name) => query.has(name));
  const operation = operations[[method, Key === '' ? 'bucket' : 'object', ...told].join(' ')];
  if (operation === undefined || !known || Bucket === '') return null;

  const { content: Body, trailers } = decodeChunks(request);
  const asked = Object.fromEntries([...query].flatMap(([name, value]) => renamed(queryMembers[name], value)));
  const input = { Bucket, ...(Key !== '' && { Key }), ...asked, ...headerInput({ ...request.headers, ...trailers }) };
  if (operation === 'CompleteMultipartUpload') return { operation, input: { ...input, MultipartUpload: parts(Body) } };
  return { operation, input: { ...input, Body } };
}

function headerInput(headers: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const members: Record<string, unknown> = {};
  const Metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const member = headerMembers[name] ?? checksumMember(name);
    if (member !== undefined) members[member] = value;
    else if (name.startsWith(METADATA)) Metadata[name.slice(METADATA.length)] = value;
    else refuseUnknown(name);
  }
  return { ...members, Metadata };
}

function checksumMember(name: string): string | undefined {
  return name.startsWith(CHECKSUM) ? `Checksum${name.slice(CHECKSUM.length).toUpperCase()}` : undefined;
}

function refuseUnknown(header: string): void {
  const isInert = inertHeaders.includes(header) || header.startsWith(inertPrefix);
  if (!header.startsWith('x-amz-') || isInert) return;
  throw new AwsError('NotImplemented', `the header ${header} is not known here`, 501);
}

function renamed(member: string | undefined, value: string): [string, string][] {
  return member === undefined ? [] : [[member, value]];
}

function parts(body: Uint8Array) {
  const elements = xmlElements(Buffer.from(body).toString(), 'Part');
  const Parts = elements.map((part) => ({
    PartNumber: Number(xmlText(part, 'PartNumber')),
    ETag: xmlText(part, 'ETag') ?? '',
  }));
  return { Parts };
}
