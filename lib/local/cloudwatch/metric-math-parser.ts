import { type Token, tokensOf } from './metric-math-tokens.ts';

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '^';

/** A metric math expression. */
export type MetricMath =
  | { readonly kind: 'number'; readonly value: number }
  /** The id of another query. */
  | { readonly kind: 'query'; readonly id: string }
  | { readonly kind: 'negative'; readonly of: MetricMath }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: MetricMath;
      readonly right: MetricMath;
    }
  | { readonly kind: 'if'; readonly condition: MetricMath; readonly then: MetricMath; readonly else: MetricMath | null }
  | { readonly kind: 'fill'; readonly of: MetricMath; readonly filling: MetricMath | 'REPEAT' };

/** What binds weakest stands first. */
const levels: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];
const words: Readonly<Record<string, Operator>> = { OR: '||', AND: '&&' };

/**
 * Reads an expression: numbers, ids of other queries, `+ - * / ^`, comparisons, `AND`, `OR`, `IF` and `FILL` with a value
 * or `REPEAT`. Throws and names any other function.
 */
export function parseMetricMath(expression: string): MetricMath {
  const parser = new Parser(tokensOf(expression));
  const math = parser.operation(0);
  parser.take('the end');
  return math;
}

/** Ids of the queries that an expression reads. */
export function queriesOf(math: MetricMath): string[] {
  switch (math.kind) {
    case 'number':
      return [];
    case 'query':
      return [math.id];
    case 'negative':
      return queriesOf(math.of);
    case 'operation':
      return [...queriesOf(math.left), ...queriesOf(math.right)];
    case 'if':
      return [math.condition, math.then, math.else].flatMap((part) => (part === null ? [] : queriesOf(part)));
    case 'fill':
      return [...queriesOf(math.of), ...(math.filling === 'REPEAT' ? [] : queriesOf(math.filling))];
  }
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  operation(level: number): MetricMath {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.operation(level + 1);
    while (operators.includes(this.peek().text)) {
      const { text } = this.advance();
      left = { kind: 'operation', operator: words[text] ?? (text as Operator), left, right: this.operation(level + 1) };
    }
    return left;
  }

  take(text: string): void {
    const token = this.advance();
    if (token.text !== text) throw new Error(`expected ${text}, got ${token.text} at ${token.position}`);
  }

  private peek(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: 'the end', position: this.next };
  }

  private advance(): Token {
    const token = this.peek();
    this.next += 1;
    return token;
  }

  private unary(): MetricMath {
    const token = this.advance();
    if (token.text === '-') return { kind: 'negative', of: this.unary() };
    if (token.text === '(') {
      const inner = this.operation(0);
      this.take(')');
      return inner;
    }
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind !== 'name') throw new Error(`expected a value, got ${token.text} at ${token.position}`);
    return this.peek().text === '(' ? this.call(token.text) : { kind: 'query', id: token.text };
  }

  private call(name: string): MetricMath {
    if (name !== 'IF' && name !== 'FILL') throw new Error(`the metric math function ${name} is not simulated`);
    this.take('(');
    const first = this.operation(0);
    this.take(',');
    return name === 'IF' ? this.rest(first) : this.filling(first);
  }

  private rest(condition: MetricMath): MetricMath {
    const then = this.operation(0);
    if (this.peek().text !== ',') return this.closed({ kind: 'if', condition, then, else: null });
    this.take(',');
    return this.closed({ kind: 'if', condition, then, else: this.operation(0) });
  }

  private filling(of: MetricMath): MetricMath {
    const filling = this.operation(0);
    const word = filling.kind === 'query' && /^[A-Z]/.test(filling.id) ? filling.id : null;
    if (word !== null && word !== 'REPEAT') throw new Error(`FILL with ${word} is not simulated`);
    return this.closed({ kind: 'fill', of, filling: word ?? filling });
  }

  private closed(math: MetricMath): MetricMath {
    this.take(')');
    return math;
  }
}
