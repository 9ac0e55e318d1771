/** Results of an action on every item, in their order; so many at a time, and none after one has failed. */
export async function inGroups<Item, Result>(
  items: readonly Item[],
  size: number,
  action: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size) {
    results.push(...(await Promise.all(items.slice(start, start + size).map((item) => action(item)))));
  }
  return results;
}
