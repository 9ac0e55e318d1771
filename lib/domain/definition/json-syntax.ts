/** Where and why a text is not the JSON of a definition. */
interface SyntaxFault {
  /** Counted in UTF-16 code units from 0. */
  readonly offset: number;
  /** What should stand there. */
  readonly expected: string;
}

type State = 'value' | 'first value' | 'first name' | 'name' | 'colon' | 'next' | 'end';

const expectations: Readonly<Record<State, string>> = {
  value: 'a value',
  'first value': 'a value or "]"',
  'first name': 'a name in double quotes or "}"',
  name: 'a name in double quotes that its object does not have yet',
  colon: '":" after the name',
  next: '"," or the closing bracket',
  end: 'the end of the file',
};

const DEEPEST = 50;
const SPACE = /[ \t\r\n]*/y;
const TOKEN =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;

interface Level {
  readonly closing: '}' | ']';
  readonly names: Set<string>;
}

/** The first fault of a JSON text, names that occur twice in one object included; `null` when there is none. */
export function jsonFault(text: string): SyntaxFault | null {
  const levels: Level[] = [];
  let state: State = 'value';
  let offset = after(SPACE, text, 0);
  while (offset < text.length) {
    const end = after(TOKEN, text, offset);
    const next: State | undefined = end === offset ? undefined : moves[state](text.slice(offset, end), levels);
    if (next === undefined) return { offset, expected: expectations[state] };
    if (levels.length > DEEPEST) return { offset, expected: `at most ${DEEPEST} levels of brackets` };
    state = next;
    offset = after(SPACE, text, end);
  }
  return state === 'end' ? null : { offset, expected: expectations[state] };
}

function after(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

/** Takes one token and keeps the open brackets; the state after it, or nothing when the token may not stand there. */
type Move = (token: string, levels: Level[]) => State | undefined;

const moves: Readonly<Record<State, Move>> = {
  value: takeValue,
  'first value': (token, levels) => takeClosing(token, levels) ?? takeValue(token, levels),
  'first name': (token, levels) => takeClosing(token, levels) ?? takeName(token, levels),
  name: takeName,
  colon: (token) => (token === ':' ? 'value' : undefined),
  next: (token, levels) => takeClosing(token, levels) ?? takeComma(token, levels),
  end: () => undefined,
};

function takeClosing(token: string, levels: Level[]): State | undefined {
  if (token !== levels.at(-1)?.closing) return undefined;
  levels.pop();
  return levels.length === 0 ? 'end' : 'next';
}

function takeValue(token: string, levels: Level[]): State | undefined {
  if (token === '{' || token === '[') {
    levels.push({ closing: token === '{' ? '}' : ']', names: new Set() });
    return token === '{' ? 'first name' : 'first value';
  }
  if ('}],:'.includes(token)) return undefined;
  return levels.length === 0 ? 'end' : 'next';
}

function takeName(token: string, levels: Level[]): State | undefined {
  const names = levels.at(-1)?.names;
  if (!token.startsWith('"') || names === undefined || names.has(token)) return undefined;
  names.add(token);
  return 'colon';
}

function takeComma(token: string, levels: Level[]): State | undefined {
  if (token !== ',') return undefined;
  return levels.at(-1)?.closing === '}' ? 'name' : 'value';
}
