import jsonata from 'jsonata';
import { registerFunctions } from './expression-functions.ts';
import { followPath, plainPath } from './expression-path.ts';
import { type ExpressionSyntax, expressionSyntax } from './expression-syntax.ts';

/** One compiled `{% %}` expression. */
export interface Expression {
  /** What stands between the signs. */
  readonly source: string;
  readonly syntax: ExpressionSyntax;
  evaluate(bindings: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Compiles an expression once; throws an `ExpressionSyntaxError` for one that does not parse. */
export type Compile = (text: string) => Expression;

export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError';
}

/** A string is an expression only when it begins and ends with the signs. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');
}

export function cachingCompiler(): Compile {
  const compiled = new Map<string, Expression>();
  return (text) => {
    const known = compiled.get(text);
    if (known !== undefined) return known;
    const expression = compile(text.slice(2, -2).trim());
    compiled.set(text, expression);
    return expression;
  };
}

function compile(source: string): Expression {
  const parsed = parse(source);
  registerFunctions(parsed);
  const tree = parsed.ast();
  const path = plainPath(tree);
  return {
    source,
    syntax: expressionSyntax(source, tree),
    async evaluate(bindings) {
      const found = path === null ? undefined : followPath(path, bindings);
      return found === undefined ? parsed.evaluate(undefined, bindings) : found;
    },
  };
}

function parse(source: string): jsonata.Expression {
  try {
    return jsonata(source);
  } catch (error) {
    throw new ExpressionSyntaxError(errorText(error), { cause: error });
  }
}

/** JSONata throws plain objects, with a code and usually a message. */
export function errorText(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const text = message === undefined ? String(error) : String(message);
  return code === undefined ? text : `${code}: ${text}`;
}
