import type { RemovalResult } from './proof-report.ts';
import { removals } from './removals.ts';
import { storySentence } from './story.ts';

/** The table of guards in docs/safety.md: what falls without each, and the shortest schedule that shows it. */
export function removalTable(results: readonly RemovalResult[]): string {
  const rows = removals.map((removal) => {
    const found = results.find((one) => one.removal === removal)?.counterExample;
    const story = found ? `${found.play}: ${storySentence(found)}` : 'none was found';
    return `| ${removal.guards.join(' + ')} | ${removal.violates} | ${story} |`;
  });
  return ['| without | falls | shortest schedule |', '|---|---|---|', ...rows].join('\n');
}
