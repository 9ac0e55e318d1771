import wrapAnsi from 'wrap-ansi';
import type { Terminal } from './terminal.ts';

const NARROWEST = 20;

/** Text wrapped to the width of the terminal, every line behind so many blanks. */
export function paragraph({ width }: Pick<Terminal, 'width'>, text: string, indent = 0): string {
  return indented(wrapped(text, width - indent), indent);
}

/**
 * Text in lines of at most so many characters, but of no less than 20. A longer word stays whole, so that links and
 * hashes can be copied.
 */
export function wrapped(text: string, width: number): string {
  return wrapAnsi(text, Math.max(width, NARROWEST));
}

function indented(text: string, indent: number): string {
  const lines = text.split('\n').map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
  return lines.join('\n');
}
