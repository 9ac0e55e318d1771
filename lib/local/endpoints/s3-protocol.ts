import type { HttpAnswer } from './http-exchange.ts';
import type { WireProtocol } from './operation-calls.ts';
import { readS3Call } from './s3-request.ts';
import { type XmlContent, xmlDocument } from './xml.ts';

type Output = Readonly<Record<string, unknown>>;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Members that travel as headers. */
const headers: Readonly<Record<string, string>> = {
  ETag: 'etag',
  ContentType: 'content-type',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentDisposition: 'content-disposition',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  CacheControl: 'cache-control',
};

const documents: Readonly<Record<string, string>> = {
  ListObjectsV2: 'ListBucketResult',
  CreateMultipartUpload: 'InitiateMultipartUploadResult',
  CompleteMultipartUpload: 'CompleteMultipartUploadResult',
};

/** S3's REST API with the bucket in the path. */
export const s3Protocol: WireProtocol = {
  read: readS3Call,
  answer({ operation, input }, output) {
    const members: Output = { ...Object(output) };
    const root = documents[operation];
    if (root !== undefined) return xml(200, xmlDocument(root, listing(members), NAMESPACE));
    if (operation.startsWith('Delete') || operation.startsWith('Abort')) return { status: 204 };
    const shown = input.ChecksumMode === 'ENABLED' || operation.startsWith('Put') || operation.startsWith('Upload');
    const answered = { ...headersOf(members), ...(shown ? checksumHeaders(members) : {}) };
    const status = members.ContentRange === undefined ? 200 : 206;
    return { status, headers: answered, ...(members.Body instanceof Uint8Array && { body: members.Body }) };
  },
  fail: ({ code, message, status }) => xml(status, xmlDocument('Error', { Code: code, Message: message })),
};

function headersOf({ LastModified, Metadata, ...members }: Output): Record<string, string> {
  const plain = Object.entries(members).flatMap(([name, value]) => {
    const header = headers[name];
    return header === undefined ? [] : [[header, String(value)] as const];
  });
  const metadata = Object.entries({ ...Object(Metadata) }).map(([name, value]) => [
    `x-amz-meta-${name}`,
    String(value),
  ]);
  const modified = typeof LastModified === 'number' ? { 'last-modified': httpDate(LastModified) } : {};
  return { ...Object.fromEntries([...plain, ...metadata]), ...modified };
}

function checksumHeaders(members: Output): Record<string, string> {
  const found = Object.entries(members).filter(([name]) => name.startsWith('Checksum'));
  return Object.fromEntries(
    found.map(([name, value]) => [`x-amz-checksum-${name.slice('Checksum'.length).toLowerCase()}`, String(value)]),
  );
}

/** Times in a document are ISO texts. */
function listing({ Contents, ...members }: Output): XmlContent {
  if (!Array.isArray(Contents)) return members as XmlContent;
  const listed = Contents.map(({ LastModified, ...object }: Output & { readonly LastModified: number }) => ({
    ...object,
    LastModified: new Date(LastModified * 1000).toISOString(),
  }));
  return { ...members, Contents: listed } as XmlContent;
}

function httpDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString();
}

function xml(status: number, body: string): HttpAnswer {
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
