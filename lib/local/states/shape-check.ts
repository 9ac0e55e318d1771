import type { StateType } from './definition.ts';
import { checkFields, objectEntries, type Problems } from './field-check.ts';
import { checkHandlers } from './handler-check.ts';
import { isObject } from './json.ts';
import {
  type FieldCheck,
  type FieldChecks,
  jsonataOnly,
  object,
  requiredFields,
  ruleFields,
  stateFields,
  text,
  wholeNumber,
} from './state-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

const version: FieldCheck = (value) => (value === '1.0' ? undefined : "should be '1.0'");

const inlineMode: FieldCheck = (value) => {
  if (value === 'INLINE') return undefined;
  return value === 'DISTRIBUTED' ? 'asks for a distributed Map, which is not simulated' : "should be 'INLINE'";
};

const groupFields: FieldChecks = { Comment: text, StartAt: text, States: object };
const machineFields: FieldChecks = {
  ...groupFields,
  Version: version,
  TimeoutSeconds: wholeNumber(1),
  QueryLanguage: jsonataOnly,
};

/** Checks every field of the machine and its states, and that each has what it needs. */
export function checkShape(definition: Fields, problems: Problems): void {
  const where = 'the state machine';
  checkFields(definition, machineFields, ['StartAt', 'States'], where, problems);
  if (definition.QueryLanguage === undefined) {
    problems.push(`${where}: the field 'QueryLanguage' should be 'JSONata'; JSONPath, its default, is not run`);
  }
  checkStates(definition.States, where, problems);
}

function checkStates(states: unknown, where: string, problems: Problems): void {
  if (!isObject(states)) return;
  if (Object.keys(states).length === 0) problems.push(`${where}: the field 'States' should have at least one state`);
  for (const [name, state] of Object.entries(states)) {
    if (name.length === 0 || name.length > 80)
      problems.push(`state '${name}': its name should have 1 to 80 characters`);
    if (isObject(state)) checkState(state, `state '${name}'`, problems);
    else problems.push(`state '${name}' should be an object`);
  }
}

function checkState(state: Fields, where: string, problems: Problems): void {
  const { Type: type } = state;
  if (typeof type !== 'string' || !Object.hasOwn(stateFields, type)) {
    problems.push(`${where}: the type ${JSON.stringify(type)} is not known`);
    return;
  }
  const known = type as StateType;
  checkFields(state, stateFields[known], requiredFields[known], where, problems);
  checkHandlers(state, where, problems);
  if ('Next' in stateFields[known]) checkOne(state, ['Next', 'End'], where, problems);
  inner[known]?.(state, where, problems);
}

const inner: Readonly<Partial<Record<StateType, (state: Fields, where: string, problems: Problems) => void>>> = {
  Choice(state, where, problems) {
    for (const { entry, where: place } of objectEntries(state.Choices, `${where}: Choices`, problems)) {
      checkFields(entry, ruleFields, ['Condition', 'Next'], place, problems);
    }
  },
  Wait: (state, where, problems) => checkOne(state, ['Seconds', 'Timestamp'], where, problems),
  Task(state, where, problems) {
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
    if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
      problems.push(`${where}: the field 'HeartbeatSeconds' should be below 'TimeoutSeconds', got ${heartbeat}`);
    }
  },
  Map(state, where, problems) {
    const place = `${where}: ItemProcessor`;
    if (!isObject(state.ItemProcessor)) return;
    const { ProcessorConfig: config, ...group } = state.ItemProcessor;
    if (isObject(config)) checkFields(config, { Mode: inlineMode }, [], `${place}.ProcessorConfig`, problems);
    checkGroup(config === undefined || isObject(config) ? group : state.ItemProcessor, place, problems);
  },
  Parallel(state, where, problems) {
    for (const { entry, where: place } of objectEntries(state.Branches, `${where}: Branches`, problems)) {
      checkGroup(entry, place, problems);
    }
  },
};

function checkGroup(group: Fields, where: string, problems: Problems): void {
  checkFields(group, groupFields, ['StartAt', 'States'], where, problems);
  checkStates(group.States, where, problems);
}

function checkOne(state: Fields, names: readonly [string, string], where: string, problems: Problems): void {
  const given = names.filter((name) => state[name] !== undefined);
  if (given.length !== 1) {
    problems.push(
      `${where}: should have either '${names[0]}' or '${names[1]}', got ${given.join(' and ') || 'neither'}`,
    );
  }
}
