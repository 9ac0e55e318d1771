import type { AlarmState } from './alarm-state.ts';

/** The rule of a composite alarm. */
export type AlarmRule =
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarmName: string }
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'not'; readonly rule: AlarmRule }
  | { readonly kind: 'all' | 'any'; readonly rules: readonly AlarmRule[] };

const states: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
const PIECE = /\s*(?:(?<word>[A-Z_]+)\b|"(?<quoted>[^"]+)"|'(?<single>[^']+)'|(?<symbol>[()])|(?<bare>[^\s()"']+))/y;
const END = 'the end';

/**
 * Reads `ALARM("name or ARN")`, `OK(…)`, `INSUFFICIENT_DATA(…)`, `TRUE`, `FALSE`, `NOT`, `AND`, `OR` and parentheses;
 * `AND` binds tighter than `OR`. Throws for anything else.
 */
export function parseAlarmRule(text: string): AlarmRule {
  const pieces = piecesOf(text);
  const rule = readAny(pieces);
  take(pieces, END);
  return rule;
}

/** Names of the alarms that a rule reads. */
export function alarmNamesOf(rule: AlarmRule): string[] {
  switch (rule.kind) {
    case 'state':
      return [rule.alarmName];
    case 'constant':
      return [];
    case 'not':
      return alarmNamesOf(rule.rule);
    default:
      return rule.rules.flatMap(alarmNamesOf);
  }
}

export function ruleHolds(rule: AlarmRule, stateOf: (alarmName: string) => AlarmState): boolean {
  switch (rule.kind) {
    case 'state':
      return stateOf(rule.alarmName) === rule.state;
    case 'constant':
      return rule.holds;
    case 'not':
      return !ruleHolds(rule.rule, stateOf);
    case 'all':
      return rule.rules.every((one) => ruleHolds(one, stateOf));
    case 'any':
      return rule.rules.some((one) => ruleHolds(one, stateOf));
  }
}

/** What is still to be read, first piece first. */
type Pieces = string[];

function piecesOf(text: string): Pieces {
  const pieces: Pieces = [];
  const trimmed = text.trimEnd();
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < trimmed.length) {
    const position = PIECE.lastIndex;
    const groups = PIECE.exec(trimmed)?.groups;
    if (groups === undefined) throw new Error(`an alarm rule does not know '${trimmed.slice(position)}'`);
    pieces.push(groups.word ?? groups.quoted ?? groups.single ?? groups.symbol ?? groups.bare ?? '');
  }
  return [...pieces, END];
}

function take(pieces: Pieces, expected: string): void {
  const piece = pieces.shift();
  if (piece !== expected) throw new Error(`an alarm rule should have ${expected} where it has ${piece}`);
}

function readAny(pieces: Pieces): AlarmRule {
  return readList(pieces, 'OR', 'any', () => readList(pieces, 'AND', 'all', () => readOne(pieces)));
}

function readList(pieces: Pieces, word: string, kind: 'any' | 'all', read: () => AlarmRule): AlarmRule {
  const first = read();
  const rules = [first];
  while (pieces[0] === word) {
    pieces.shift();
    rules.push(read());
  }
  return rules.length === 1 ? first : { kind, rules };
}

function readOne(pieces: Pieces): AlarmRule {
  const piece = pieces.shift();
  if (piece === 'NOT') return { kind: 'not', rule: readOne(pieces) };
  if (piece === 'TRUE' || piece === 'FALSE') return { kind: 'constant', holds: piece === 'TRUE' };
  if (piece === '(') {
    const inner = readAny(pieces);
    take(pieces, ')');
    return inner;
  }
  const state = states.find((one) => one === piece);
  if (state === undefined) throw new Error(`an alarm rule does not know ${piece}`);
  take(pieces, '(');
  const name = pieces.shift() ?? '';
  take(pieces, ')');
  return { kind: 'state', state, alarmName: name.replace(/^arn:aws:cloudwatch:[^:]*:[^:]*:alarm:/, '') };
}
