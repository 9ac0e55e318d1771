import type { MetricMath, Operator } from './metric-math-parser.ts';
import type { Values } from './metric-series.ts';

/** A number for every period, or one that stands for all. */
type Operand = number | Values;

const truth = (holds: boolean) => (holds ? 1 : 0);

const operations: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '||': (left, right) => truth(left !== 0 || right !== 0),
  '&&': (left, right) => truth(left !== 0 && right !== 0),
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
};

/**
 * The values of an expression over `count` periods. A period has a value only where everything it is computed from has
 * one, and where that is a finite number: a division by zero leaves a gap.
 */
export function computeMath(math: MetricMath, count: number, read: (id: string) => Values): Operand {
  const compute = (part: MetricMath): Operand => computeMath(part, count, read);
  switch (math.kind) {
    case 'number':
      return math.value;
    case 'query':
      return read(math.id);
    case 'negative':
      return perPeriod(count, [compute(math.of)], ([value]) => negated(value));
    case 'operation': {
      const operate = operations[math.operator];
      return perPeriod(count, [compute(math.left), compute(math.right)], ([left, right]) =>
        left === undefined || right === undefined ? undefined : operate(left, right),
      );
    }
    case 'if': {
      const parts = [math.condition, math.then, ...(math.else === null ? [] : [math.else])].map(compute);
      return perPeriod(count, parts, ([condition, then, otherwise]) => chosen(condition, then, otherwise));
    }
    case 'fill':
      return filled(count, compute(math.of), math.filling === 'REPEAT' ? null : compute(math.filling));
  }
}

function negated(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function chosen(
  condition: number | undefined,
  then: number | undefined,
  otherwise: number | undefined,
): number | undefined {
  if (condition === undefined) return undefined;
  return condition === 0 ? otherwise : then;
}

function perPeriod(
  count: number,
  operands: readonly Operand[],
  compute: (values: Values) => number | undefined,
): Operand {
  const at = (index: number) => finite(compute(operands.map((operand) => valueAt(operand, index))));
  if (operands.every((operand) => typeof operand === 'number')) return at(0) ?? new Array(count).fill(undefined);
  return Array.from({ length: count }, (_, index) => at(index));
}

function valueAt(operand: Operand, index: number): number | undefined {
  return typeof operand === 'number' ? operand : operand[index];
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Gaps take the filling, or without one the value before them. */
function filled(count: number, operand: Operand, filling: Operand | null): Operand {
  if (typeof operand === 'number') return operand;
  let before: number | undefined;
  return Array.from({ length: count }, (_, index) => {
    before = operand[index] ?? (filling === null ? before : valueAt(filling, index));
    return before;
  });
}
