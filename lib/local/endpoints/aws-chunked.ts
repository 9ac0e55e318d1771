import type { HttpRequest } from './http-exchange.ts';

/** A body as the client meant it, and the headers that came behind it. */
export interface DecodedBody {
  readonly content: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

const LINE_END = '\r\n';

/** Takes `aws-chunked` apart, which clients use for streams: chunks with their length in front, then trailers. */
export function decodeChunks({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>): DecodedBody {
  const isChunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  if (!isChunked) return { content: body, trailers: {} };
  const chunks: Buffer[] = [];
  let place = 0;
  for (;;) {
    const lineEnd = body.indexOf(LINE_END, place);
    const length = Number.parseInt(body.toString('latin1', place, lineEnd), 16);
    const start = lineEnd + LINE_END.length;
    if (lineEnd < 0 || !(length > 0)) return { content: Buffer.concat(chunks), trailers: trailersIn(body, start) };
    chunks.push(body.subarray(start, start + length));
    place = start + length + LINE_END.length;
  }
}

function trailersIn(body: Buffer, start: number): Record<string, string> {
  const lines = body.toString('latin1', start).split(LINE_END);
  return Object.fromEntries(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}
