/** What an expression refers to, and what is wrong with it before it ever runs. */
export interface ExpressionSyntax {
  /** Variables and functions that it takes from outside, by name without the dollar sign. */
  readonly reads: ReadonlySet<string>;
  /** Functions among them that it calls. */
  readonly calls: ReadonlySet<string>;
  /** Members of `$states` that it reads; `*` when it reads the whole. */
  readonly members: ReadonlySet<string>;
  readonly problems: readonly string[];
}

interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

interface Findings {
  readonly source: string;
  readonly reads: Set<string>;
  readonly calls: Set<string>;
  readonly bound: Set<string>;
  readonly members: Set<string>;
  readonly problems: Set<string>;
}

/** Where a node stands: at the top level there is no context to read a bare name from. */
interface Place {
  readonly top: boolean;
}

type Visit = (node: Node, findings: Findings, place: Place) => void;

/** Not parts of an expression, but notes of the parser, or literals. */
const NO_PARTS = new Set([
  'type',
  'value',
  'position',
  'environment',
  'signature',
  'slot',
  'ancestor',
  'seekingParent',
]);
/** Parts that are evaluated against each item of what stands before them. */
const ITEM_PARTS = new Set(['stages', 'predicate', 'group', 'terms', 'pattern', 'update', 'delete']);
/** They parse here, but came to JSONata after the version of Step Functions, 2.0.6. */
const LATER_OPERATORS = new Set(['?:', '??']);

const REFUSED_NAMES: Readonly<Record<string, string>> = {
  eval: '$eval does not exist in Step Functions: use $parse',
  shuffle: '$shuffle is refused: it draws from a generator that has no seed',
  toMillis: '$toMillis is refused unless it is called with one argument: a picture may read the real date',
  $: 'Reference to $$ is not supported',
};

const visits: Readonly<Record<string, Visit>> = {
  path: visitPath,
  name: ({ value }, findings, { top }) => {
    if (top) findings.problems.add(`Reference to '${value}' at the top level is not supported`);
  },
  wildcard: refuseAtTop,
  descendant: refuseAtTop,
  parent: refuseAtTop,
  variable: visitVariable,
  lambda: (node, findings, place) => {
    for (const { value } of node.arguments as Node[]) findings.bound.add(String(value));
    visit(node.body, findings, place);
  },
  bind: (node, findings, place) => {
    findings.bound.add(String((node.lhs as Node).value));
    visit(node.rhs, findings, place);
  },
  function: visitCall,
  partial: visitCall,
  apply: visitApply,
  condition: (node, findings, place) => {
    const position = Number(node.position);
    const operator = findings.source.slice(position - 2, position);
    if (LATER_OPERATORS.has(operator)) findings.problems.add(`the operator ${operator} is newer than JSONata 2.0.6`);
    visitParts(node, findings, place);
  },
};

/** Looks through the syntax tree that the parser made of `source`. */
export function expressionSyntax(source: string, tree: unknown): ExpressionSyntax {
  const findings: Findings = {
    source,
    reads: new Set(),
    calls: new Set(),
    bound: new Set(),
    members: new Set(),
    problems: new Set(),
  };
  visit(tree, findings, { top: true });
  const isOutside = (name: string) => !findings.bound.has(name);
  return {
    reads: new Set([...findings.reads].filter(isOutside)),
    calls: new Set([...findings.calls].filter(isOutside)),
    members: findings.members,
    problems: [...findings.problems],
  };
}

function visit(part: unknown, findings: Findings, place: Place): void {
  if (Array.isArray(part)) {
    for (const item of part) visit(item, findings, place);
  } else if (typeof part === 'object' && part !== null) {
    visitNode(part as Node, findings, place);
  }
}

function visitNode(node: Node, findings: Findings, place: Place): void {
  const own = visits[node.type ?? ''] ?? visitParts;
  own(node, findings, place);
  visitItemParts(node, findings);
  for (const name of [node.focus, node.index]) if (typeof name === 'string') findings.bound.add(name);
}

function visitParts(node: Node, findings: Findings, place: Place): void {
  for (const [key, part] of Object.entries(node)) {
    if (!NO_PARTS.has(key) && !ITEM_PARTS.has(key)) visit(part, findings, place);
  }
}

function visitItemParts(node: Node, findings: Findings): void {
  for (const key of ITEM_PARTS) visit(node[key], findings, { top: false });
}

/** Only the first step is read from the context around the path. */
function visitPath(node: Node, findings: Findings, place: Place): void {
  const [first, ...others] = node.steps as Node[];
  if (first?.type === 'variable' && first.value === 'states' && others[0]?.type === 'name') {
    findings.reads.add('states');
    findings.members.add(String(others[0].value));
    visitItemParts(first, findings);
  } else visit(first, findings, place);
  visit(others, findings, { top: false });
}

function refuseAtTop({ value }: Node, findings: Findings, { top }: Place): void {
  if (top) findings.problems.add(`'${value}' at the top level has nothing to read from`);
}

function visitVariable({ value }: Node, findings: Findings, { top }: Place): void {
  const name = String(value);
  const refused = REFUSED_NAMES[name];
  if (refused !== undefined) findings.problems.add(refused);
  else if (name === '') {
    if (top) findings.problems.add('$ at the top level has nothing to read from');
  } else findings.reads.add(name);
  if (name === 'states') findings.members.add('*');
}

function visitCall(node: Node, findings: Findings, place: Place): void {
  const procedure = node.procedure as Node;
  const parameters = node.arguments as Node[];
  const isToMillis = procedure.type === 'variable' && procedure.value === 'toMillis';
  if (!(isToMillis && parameters.length === 1)) visit(procedure, findings, place);
  if (procedure.type === 'variable') findings.calls.add(String(procedure.value));
  visit(parameters, findings, place);
}

/** `x ~> $f(y)` calls `$f(x, y)`. */
function visitApply(node: Node, findings: Findings, place: Place): void {
  const rhs = node.rhs as Node;
  visit(node.lhs, findings, place);
  if (rhs.type === 'function') visit(rhs.procedure, findings, place);
  visit(rhs, findings, place);
}
