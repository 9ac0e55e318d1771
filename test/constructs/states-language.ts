import { createRequire } from 'node:module';
import jsonata from 'jsonata';
import { expressionIn, type Machine } from './machine.ts';

const require = createRequire(import.meta.url);
// the package has no types
const validate: (definition: unknown) => { isValid: boolean; errorsText: () => string } = require('asl-validator');

/** What is wrong with a machine by the Amazon States Language; empty where nothing is. */
export function languageErrors(machine: Machine): string {
  const { isValid, errorsText } = validate(machine);
  return isValid ? '' : errorsText();
}

/** What the expression of a field gives, as JSON. */
export async function evaluated(text: unknown, bindings: object): Promise<unknown> {
  const value = await jsonata(expressionIn(String(text)) ?? '').evaluate({}, bindings);
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
