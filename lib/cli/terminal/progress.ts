import stringWidth from 'string-width';
import { type OutputStream, terminalOf } from './terminal.ts';

/** Says what is being done now, in the place of what was said before. */
export type Progress = (text: string) => void;

const CLEAR_LINE = '\r\u001b[K';

/** Does something with a line on a terminal that says how far it is, and is gone in the end; elsewhere nothing is said. */
export async function withProgress<Value>(
  stream: OutputStream,
  environment: Readonly<Record<string, string | undefined>>,
  work: (progress: Progress) => Promise<Value>,
): Promise<Value> {
  if (stream.isTTY !== true || environment.TERM === 'dumb') return work(() => {});
  const { width, paint } = terminalOf(stream, environment);
  try {
    return await work((text) => {
      // a line that wraps could not be cleared
      const shown = stringWidth(text) < width ? text : `${text.slice(0, width - 2)}…`;
      stream.write(`${CLEAR_LINE}${paint('dim', shown)}`);
    });
  } finally {
    stream.write(CLEAR_LINE);
  }
}
