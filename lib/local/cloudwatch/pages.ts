import { AwsError } from '../aws-error.ts';

/** One page of a list, and the token of the next if there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: { readonly NextToken?: string };
}

/** Where a page begins. Throws `InvalidNextToken` for a token that no page gave out. */
export function pageStart(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = Number(/^after-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw new AwsError('InvalidNextToken', `Invalid NextToken : ${token}`);
  return start;
}

export function pageOf<Item>(items: readonly Item[], token: string | undefined, size: number): Page<Item> {
  const start = pageStart(token);
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? { NextToken: `after-${end}` } : {} };
}
