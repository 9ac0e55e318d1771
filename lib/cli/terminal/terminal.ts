import { styleText } from 'node:util';

/** Where text goes, as far as its look depends on it. */
export interface OutputStream {
  write(text: string): unknown;
  /** Characters in a line; undefined where nobody looks. */
  readonly columns?: number;
  readonly isTTY?: boolean;
}

export type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** The look of what is printed. */
export interface Terminal {
  /** Characters in a line. */
  readonly width: number;
  /** Coloured where the stream shows colours. */
  readonly paint: (paint: Paint, text: string) => string;
}

const USUAL_WIDTH = 80;
const WIDEST = 140;

/** Lines of at most 140 characters. Colours only for a terminal, and never with `NO_COLOR` (https://no-color.org). */
export function terminalOf(
  { columns, isTTY }: Pick<OutputStream, 'columns' | 'isTTY'>,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const isColoured = isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return {
    width: Math.min(columns || USUAL_WIDTH, WIDEST),
    // whether the stream shows colours is decided above, from the given environment
    paint: (paint, text) => (isColoured ? styleText(paint, text, { validateStream: false }) : text),
  };
}
