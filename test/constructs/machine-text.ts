import { permanentErrors } from '../../lib/domain/steps/permanent-errors.ts';
import type { Machine } from './machine.ts';

const WIDTH = 120;

/** Lists of errors that every task repeats, and what stands for them. */
const abridged = new Map([
  [JSON.stringify(permanentErrors), ['every permanent error']],
  [
    JSON.stringify([
      'Lambda.TooManyRequestsException',
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
    ]),
    ['every fault of the Lambda service'],
  ],
]);

/** A definition to be read in a diff, as the formatter writes JSON: lists of plain values on one line where they fit. */
export function machineText(machine: Machine): string {
  return `${text(machine, '', 0)}\n`;
}

/** `before` is what stands on the line already, `after` the characters that follow. */
function text(value: unknown, before: string, after: number): string {
  if (Array.isArray(value)) return listText(value, before, after);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value);
  const inner = `${indent(before)}  `;
  const lines = members.map(([key, member], index) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + text(member, start, index < members.length - 1 ? 1 : 0);
  });
  return members.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent(before)}}`;
}

function listText(whole: readonly unknown[], before: string, after: number): string {
  const list = abridged.get(JSON.stringify(whole)) ?? whole;
  const oneLine = `[${list.map((element) => JSON.stringify(element)).join(', ')}]`;
  const plain = list.every((element) => typeof element !== 'object');
  if (plain && before.length + oneLine.length + after <= WIDTH) return oneLine;
  const inner = `${indent(before)}  `;
  return `[\n${list.map((element) => inner + text(element, inner, 1)).join(',\n')}\n${indent(before)}]`;
}

function indent(line: string): string {
  return /^ */.exec(line)?.[0] ?? '';
}
