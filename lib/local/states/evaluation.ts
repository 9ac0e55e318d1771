import type { Template } from './definition.ts';
import { errorText, isExpression } from './expressions.ts';
import { isObject, type Json, jsonType, plainJson } from './json.ts';
import type { StateFailure } from './state-failure.ts';
import { record, serviceFailure, type Visit } from './visit.ts';

/** What `$states` holds besides the input and the context. */
export interface StatesMembers {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

/** Evaluates templates with the values at the state's entry. All its failures are `States.QueryEvaluationError`. */
export class Evaluation {
  private readonly visit: Visit;
  private readonly states: Readonly<Record<string, Json | undefined>>;

  constructor(visit: Visit, members: StatesMembers = {}, item = visit.branch.mapItem) {
    this.visit = visit;
    this.states = { input: visit.input.value, context: contextObject(visit, item), ...members };
  }

  /** `field` says where the template stands, such as `Output/count`. */
  async value(template: Template, field: string): Promise<Json> {
    if (isExpression(template)) return this.expression(template, field);
    if (Array.isArray(template)) {
      const items: Json[] = [];
      for (const [index, item] of template.entries()) items.push(await this.value(item, `${field}[${index}]`));
      return items;
    }
    if (isObject(template)) return this.members(template, field);
    return template as Json;
  }

  async members(template: Readonly<Record<string, Template>>, field: string): Promise<Record<string, Json>> {
    const values: [string, Json][] = [];
    for (const [key, member] of Object.entries(template))
      values.push([key, await this.value(member, `${field}/${key}`)]);
    return Object.fromEntries(values);
  }

  async boolean(template: Template, field: string): Promise<boolean> {
    const value = await this.value(template, field);
    return typeof value === 'boolean' ? value : this.refuseType(template, field, 'boolean', value);
  }

  async text(template: Template, field: string): Promise<string> {
    const value = await this.value(template, field);
    return typeof value === 'string' ? value : this.refuseType(template, field, 'string', value);
  }

  async array(template: Template, field: string): Promise<readonly Json[]> {
    const value = await this.value(template, field);
    return Array.isArray(value) ? value : this.refuseType(template, field, 'array', value);
  }

  async wholeNumber(template: Template, field: string, minimum: number, maximum: number): Promise<number> {
    const value = await this.value(template, field);
    if (typeof value !== 'number') return this.refuseType(template, field, 'number', value);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw this.failure(
      field,
      `The field '${field}' should be a whole number between ${minimum} and ${maximum}, but was ${value}.`,
    );
  }

  /** A failed evaluation, also as an event of its own. */
  failure(field: string, problem: string): StateFailure {
    const failure = serviceFailure(this.visit, 'States.QueryEvaluationError', problem);
    const { error, reason: cause } = failure;
    record(this.visit, 'EvaluationFailed', { error, cause, location: field, state: this.visit.name });
    return failure;
  }

  private async expression(text: string, field: string): Promise<Json> {
    const expression = this.visit.branch.engine.compile(text);
    const sentence = `The JSONata expression '${expression.source}' specified for the field '${field}'`;
    let result: unknown;
    try {
      result = await expression.evaluate(this.bindings(expression.syntax.reads));
    } catch (error) {
      throw this.failure(field, `${sentence} threw an error during evaluation. ${errorText(error)}`);
    }
    if (result === undefined) throw this.failure(field, `${sentence} returned nothing (undefined).`);
    try {
      return plainJson(result);
    } catch (error) {
      throw this.failure(field, `${sentence} returned an unsupported result type: ${errorText(error)}`);
    }
  }

  private bindings(names: ReadonlySet<string>): Record<string, unknown> {
    const { execution, scope } = this.visit.branch;
    const bindings: Record<string, unknown> = { ...execution.functions, states: this.states };
    for (const name of names) {
      const value = scope.read(name);
      if (value !== undefined) bindings[name] = value;
    }
    return bindings;
  }

  private refuseType(template: Template, field: string, expected: string, value: Json): never {
    const subject = isExpression(template)
      ? `The JSONata expression '${this.visit.branch.engine.compile(template).source}' specified for the field`
      : 'The field';
    throw this.failure(
      field,
      `${subject} '${field}' returned an unexpected result type. ` +
        `Expected '${expected}', but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`,
    );
  }
}

function contextObject(visit: Visit, item: Visit['branch']['mapItem']): Json {
  const { execution } = visit.branch;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input.value,
      Name: execution.name,
      RoleArn: execution.machine.roleArn,
      StartTime: new Date(execution.startDate).toISOString(),
    },
    State: {
      Name: visit.name,
      EnteredTime: new Date(visit.enteredAt).toISOString(),
      RetryCount: visit.retryCount,
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    ...(visit.taskToken !== null && { Task: { Token: visit.taskToken } }),
    ...(item !== null && { Map: { Item: { ...item } } }),
  };
}
