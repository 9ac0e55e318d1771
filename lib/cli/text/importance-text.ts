import type { FeatureImportance } from '../../domain/ports/version-record.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { textTable } from '../terminal/text-table.ts';
import { numberText } from './names.ts';

const MOST_SHOWN = 10;

/** What a model looks at, the most important feature first, with what changed since the champion it was compared with. */
export function importanceText(terminal: Terminal, importance: Readonly<Record<string, FeatureImportance>>): string {
  const features = Object.entries(importance).toSorted(([, one], [, other]) => other.share - one.share);
  const rows = features
    .slice(0, MOST_SHOWN)
    .map(([feature, { share, change, permutation }]) => [
      feature,
      share.toFixed(3),
      change === null ? '-' : signed(Number(change.toFixed(3))),
      permutation === null ? '-' : signed(Number(numberText(permutation))),
    ]);
  const head = ['feature', 'share', 'change', 'log-loss without it'];
  const rest = features.length - rows.length;
  const table = textTable(terminal, rows, { head, right: [1, 2, 3] });
  return rest > 0 ? `${table}\nand ${rest} more, see --json` : table;
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
