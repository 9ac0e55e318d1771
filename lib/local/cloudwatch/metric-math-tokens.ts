/** A piece of a metric math expression. */
export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  readonly position: number;
}

const PIECE = /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z]\w*)|(?<symbol>&&|\|\||[=!<>]=|[-+*/^()<>,]))/y;

/** Pieces of an expression, ending with one of kind `end`. Throws for what metric math here does not have. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const position = PIECE.lastIndex;
    const groups = PIECE.exec(text)?.groups;
    if (groups === undefined) throw new Error(`metric math does not know '${text.slice(position)}'`);
    tokens.push(tokenOf(groups, position));
  }
  return [...tokens, { kind: 'end', text: 'the end', position: text.length }];
}

function tokenOf({ number, name, symbol = '' }: Record<string, string | undefined>, position: number): Token {
  if (number !== undefined) return { kind: 'number', text: number, position };
  if (name !== undefined) return { kind: 'name', text: name, position };
  return { kind: 'symbol', text: symbol, position };
}
