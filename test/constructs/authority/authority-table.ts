import type { SynthesizedStack } from '../synthesized.ts';
import { type Authority, authorityIn } from './authority.ts';

/**
 * A table of all that is allowed and refused in some stacks, one sorted line for each, with models' names replaced, so
 * that models of one kind have the same lines.
 */
export function authorityTable(stacks: readonly SynthesizedStack[], modelNames: readonly string[]): readonly string[] {
  // longer names first: one may begin like another
  const names = [...modelNames].sort((one, other) => other.length - one.length);
  const lines = stacks.flatMap(authorityIn).map((one) => withoutNames(lineOf(one), names));
  return [...new Set(lines)].sort();
}

/** What one table has and the other has not. */
export function missingFrom(table: readonly string[], lines: readonly string[]): string[] {
  const there = new Set(table);
  return lines.filter((line) => !there.has(line));
}

function lineOf({ effect, who, action, resource, condition }: Authority): string {
  const when = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ` | when ${key} ${operator} ${[value].flat().join(', ')}`),
  );
  return `${who} | ${effect === 'Allow' ? 'may' : 'MUST NOT'} | ${action} | ${resource}${when.sort().join('')}`;
}

function withoutNames(line: string, names: readonly string[]): string {
  return names.reduce((text, name) => text.replaceAll(name, '<model>'), line);
}
