import { canonicalJson } from '../canonical-json.ts';
import type { StoredOutcome } from './outcome.ts';

type Content = Pick<StoredOutcome, 'id' | 'time' | 'label' | 'features'>;

/** How many ids have more than one content; an outcome that was archived or sent twice as it is contradicts nothing. */
export function contradictedIds(outcomes: readonly Content[]): number {
  const known = new Map<string, Content>();
  const contradicted = new Set<string>();
  for (const outcome of outcomes) {
    const { id } = outcome;
    const before = known.get(id);
    if (before === undefined) known.set(id, outcome);
    else if (!contradicted.has(id) && contentOf(before) !== contentOf(outcome)) contradicted.add(id);
  }
  return contradicted.size;
}

function contentOf({ time, label, features }: Content): string {
  return canonicalJson({ time, label, features });
}
