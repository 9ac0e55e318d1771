import type { Json, JsonObject } from './bus-event.ts';

/** Says whether an event, or a part of one, fits a pattern. */
type Test = (value: Json | undefined) => boolean;

/** Makes a test of an event pattern. Throws, with the path and the operator, for what is not simulated. */
export function compilePattern(pattern: unknown): (event: JsonObject) => boolean {
  const test = compileObject(pattern, 'the event pattern');
  return (event) => test(event);
}

function compileObject(pattern: unknown, path: string): Test {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw new Error(`${path} should be an object with members`);
  const tests = Object.entries(pattern).map(([name, part]) => [name, compilePart(part, `${path}.${name}`)] as const);
  const fits = (value: Json | undefined) =>
    tests.every(([name, test]) => test(isObject(value) ? value[name] : undefined));
  // an array of objects fits when one of them does
  return (value) => (Array.isArray(value) ? value.some(fits) : fits(value));
}

function compilePart(part: unknown, path: string): Test {
  if (path.endsWith('.$or')) throw new Error(`${path}: $or is not simulated`);
  if (!Array.isArray(part)) return compileObject(part, path);
  if (part.length === 0) throw new Error(`${path} should name at least one value`);
  const tests = part.map((choice) => compileChoice(choice, path));
  return (value) => tests.some((test) => test(value));
}

function compileChoice(choice: unknown, path: string): Test {
  if (isObject(choice)) return compileOperator(choice, path);
  if (Array.isArray(choice)) throw new Error(`${path}: a list within a list is not simulated`);
  return anyLeaf((value) => value === choice);
}

/** A leaf, or a list with such a leaf; a member that is not there fits nothing. */
function anyLeaf(test: (value: Json) => boolean): Test {
  return (value) => leavesOf(value).some(test);
}

function leavesOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || isObject(value) ? [] : [value as Json];
}

const operators: Readonly<Record<string, (operand: unknown, path: string) => Test>> = {
  prefix: (operand, path) => startingWith(text(operand, path)),
  suffix: (operand, path) => {
    const ending = text(operand, path);
    return anyLeaf((value) => typeof value === 'string' && value.endsWith(ending));
  },
  exists: (operand, path) => {
    if (typeof operand !== 'boolean') throw new Error(`${path}: exists should be true or false`);
    return (value) => leavesOf(value).length > 0 === operand;
  },
  numeric: compileNumeric,
  'anything-but': compileAnythingBut,
};

function compileOperator(choice: Readonly<Record<string, unknown>>, path: string): Test {
  const [name = '', ...others] = Object.keys(choice);
  const compile = operators[name];
  if (compile === undefined || others.length > 0) {
    throw new Error(`${path}: the operator ${JSON.stringify(choice)} is not simulated`);
  }
  return compile(choice[name], path);
}

function startingWith(beginning: string): Test {
  return anyLeaf((value) => typeof value === 'string' && value.startsWith(beginning));
}

function compileAnythingBut(operand: unknown, path: string): Test {
  if (isObject(operand)) {
    const { prefix, ...others } = operand;
    if (prefix === undefined || Object.keys(others).length > 0) {
      throw new Error(`${path}: anything-but ${JSON.stringify(operand)} is not simulated`);
    }
    const beginning = text(prefix, path);
    return anyLeaf((value) => typeof value === 'string' && !value.startsWith(beginning));
  }
  const excluded: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.some((value) => typeof value !== 'string' && typeof value !== 'number')) {
    throw new Error(`${path}: anything-but should name texts or numbers`);
  }
  return anyLeaf((value) => !excluded.includes(value));
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function compileNumeric(operand: unknown, path: string): Test {
  const parts: unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) throw new Error(`${path}: numeric should have one or two bounds`);
  const tests = [parts.slice(0, 2), parts.slice(2)]
    .filter((pair) => pair.length > 0)
    .map(([operator, bound]) => {
      const compare = comparisons[String(operator)];
      if (compare === undefined || typeof bound !== 'number') {
        throw new Error(`${path}: numeric ${JSON.stringify(operand)} is not simulated`);
      }
      return (value: number) => compare(value, bound);
    });
  return anyLeaf((value) => typeof value === 'number' && tests.every((test) => test(value)));
}

function text(operand: unknown, path: string): string {
  if (typeof operand === 'string') return operand;
  throw new Error(`${path}: the operator with ${JSON.stringify(operand)} is not simulated`);
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
