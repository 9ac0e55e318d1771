export interface ListingRequest {
  readonly prefix: string;
  /** Keys that have it behind the prefix are shown together, as one common prefix. Empty: none. */
  readonly delimiter: string;
  /** Shows what comes behind this key or common prefix. */
  readonly after: string;
  readonly limit: number;
}

export interface ListingPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/** What S3 sorts by: the bytes of the key in UTF-8, here one character each. */
export function byteOrder(key: string): string {
  return Buffer.from(key).toString('latin1');
}

/** One page of keys that are sorted by their bytes. */
export function listingPage(sorted: readonly string[], request: ListingRequest): ListingPage {
  const shown = shownFrom(sorted, request);
  const page = shown.slice(0, request.limit);
  const names = (isPrefix: boolean) => page.filter((one) => one.isPrefix === isPrefix).map(({ name }) => name);
  const next = shown.length > page.length ? page.at(-1)?.name : undefined;
  return { keys: names(false), commonPrefixes: names(true), next: next ?? null };
}

/** What the page shows, and one more if there is more. */
function shownFrom(sorted: readonly string[], { prefix, delimiter, after, limit }: ListingRequest) {
  const start = byteOrder(after);
  const shown = new Map<string, boolean>();
  for (const key of sorted.filter((one) => one.startsWith(prefix) && byteOrder(one) > start)) {
    if (shown.size > limit) break;
    const common = commonPrefix(key, prefix, delimiter);
    // the page before has shown the common prefix that it ended with
    if (common !== after) shown.set(common ?? key, common !== null);
  }
  return [...shown].map(([name, isPrefix]) => ({ name, isPrefix }));
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | null {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? null : key.slice(0, end + delimiter.length);
}
