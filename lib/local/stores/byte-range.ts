import { AwsError } from '../aws-error.ts';

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `bytes=0-99`, `bytes=100-` or `bytes=-10`; undefined without a range. */
export function byteRange(range: string | undefined, length: number): ByteRange | undefined {
  if (range === undefined) return undefined;
  const [, start, end] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (start === undefined || end === undefined || start + end === '') {
    throw new AwsError('NotImplemented', `a range should be like bytes=0-99, got ${range}`, 501);
  }
  const first = start === '' ? Math.max(0, length - Number(end)) : Number(start);
  const last = start === '' || end === '' ? length - 1 : Math.min(Number(end), length - 1);
  if (first <= last) return { first, last };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
}
