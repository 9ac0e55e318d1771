import { isObject } from './json.ts';

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
}

const PLAIN_KEYS = new Set(['type', 'value', 'position', 'steps']);

/** Names along an expression such as `$states.input.order`: a variable, and members of it; null for any other. */
export function plainPath(tree: object): readonly string[] | null {
  const { type, steps = [] } = tree as Node;
  const nodes = type === 'path' ? steps : [tree as Node];
  const isPlain = (node: object) => Object.keys(node).every((key) => PLAIN_KEYS.has(key));
  const [first, ...members] = nodes;
  if (first?.type !== 'variable' || members.some((node) => node.type !== 'name')) return null;
  return [tree, ...nodes].every(isPlain) ? nodes.map((node) => String(node.value)) : null;
}

/**
 * What lies at the end of a plain path, without the cost of evaluating it; undefined when JSONata has to say, because
 * a member is missing or a list on the way has to be mapped.
 */
export function followPath(path: readonly string[], bindings: Readonly<Record<string, unknown>>): unknown {
  let value: unknown = bindings;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return typeof value === 'function' ? undefined : value;
}
