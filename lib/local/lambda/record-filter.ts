type Matches = (value: unknown) => boolean;

/**
 * Reads one pattern of an event source mapping's filter: equality with one of several values, and `prefix`. Throws for
 * any other rule.
 */
export function recordFilter(pattern: string): Matches {
  return objectFilter(JSON.parse(pattern), '$');
}

function objectFilter(pattern: unknown, path: string): Matches {
  if (Array.isArray(pattern)) {
    const rules = pattern.map((rule) => ruleFilter(rule, path));
    return (value) => rules.some((matches) => matches(value));
  }
  if (!isObject(pattern)) throw new Error(`the filter pattern at ${path} should be an object or a list of rules`);
  const members = Object.entries(pattern).map(
    ([name, inner]) => [name, objectFilter(inner, `${path}.${name}`)] as const,
  );
  return (value) => isObject(value) && members.every(([name, matches]) => matches(value[name]));
}

function ruleFilter(rule: unknown, path: string): Matches {
  if (!isObject(rule)) return (value) => value === rule;
  const [operator = '', ...more] = Object.keys(rule);
  const { prefix } = rule;
  if (operator !== 'prefix' || more.length > 0 || typeof prefix !== 'string') {
    throw new Error(`the filter pattern at ${path} uses '${operator}', which is not known: use values or prefix`);
  }
  return (value) => typeof value === 'string' && value.startsWith(prefix);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
