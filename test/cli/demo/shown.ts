import type { OutputStream } from '../../../lib/cli/terminal/terminal.ts';
import { terminalOf } from '../../../lib/cli/terminal/terminal.ts';

/** The looks that text is tried in: how wide, and whether somebody looks who sees colours. */
export const looks = [
  [80, false],
  [80, true],
  [140, false],
  [140, true],
] as const;

/** A terminal with a stream that keeps what is written to it. */
export function shownOn(columns: number, isTTY: boolean) {
  let written = '';
  const stream: OutputStream = {
    columns,
    isTTY,
    write: (text) => {
      written += text;
    },
  };
  return { terminal: terminalOf(stream, {}), stream, written: () => written };
}
