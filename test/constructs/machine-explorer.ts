import jsonata from 'jsonata';
import { expressionIn, type Machine, type State, stateOf } from './machine.ts';
import { type ErrorOutput, failures, type StepSample } from './step-samples.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Where an execution stands: before a state. */
interface Situation {
  readonly name: string;
  readonly input: unknown;
  readonly variables: Variables;
  /** The states on the way here. */
  readonly trail: readonly string[];
}

/** How an execution ended. */
interface Ending {
  readonly name: string;
  readonly type: State['Type'];
  readonly output?: unknown;
  readonly error?: unknown;
  readonly cause?: unknown;
  readonly trail: readonly string[];
}

/** A payload that its step refuses, or an expression that has no value. */
interface Fault {
  readonly name: string;
  readonly what: string;
  readonly trail: readonly string[];
}

export interface Exploration {
  readonly endings: readonly Ending[];
  readonly faults: readonly Fault[];
  /** What each task sent to its step, by state. */
  readonly sent: readonly { readonly name: string; readonly payload: unknown }[];
  /** Names of the states that were visited. */
  readonly visited: ReadonlySet<string>;
}

const context = {
  Execution: {
    Id: 'arn:aws:states:eu-central-1:111122223333:execution:ratchet-bank-marketing-retrain:one',
    Name: 'one',
    StartTime: '2026-01-31T02:00:00.123Z',
  },
};

/**
 * Follows every execution that these inputs and the sample answers of the steps can lead to, each failing task included.
 * What it cannot evaluate is a fault and ends that way; a refused payload is a fault and fails the task.
 */
export async function explore(
  machine: Machine,
  inputs: readonly unknown[],
  samples: Readonly<Record<string, StepSample>>,
  errors: readonly ErrorOutput[] = failures,
): Promise<Exploration> {
  const explorer = new Explorer(machine, samples, errors);
  await explorer.follow(inputs.map((input) => ({ name: machine.StartAt, input, variables: {}, trail: [] })));
  return explorer;
}

class Explorer implements Exploration {
  readonly endings: Ending[] = [];
  readonly faults: Fault[] = [];
  readonly sent: { name: string; payload: unknown }[] = [];
  readonly visited = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly machine: Machine;
  private readonly samples: Readonly<Record<string, StepSample>>;
  private readonly errors: readonly ErrorOutput[];

  constructor(machine: Machine, samples: Readonly<Record<string, StepSample>>, errors: readonly ErrorOutput[]) {
    this.machine = machine;
    this.samples = samples;
    this.errors = errors;
  }

  async follow(situations: readonly Situation[]): Promise<void> {
    const waiting = [...situations];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, input, variables, trail } = next;
      const key = JSON.stringify([name, input, variables]);
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      this.visited.add(name);
      const here = { ...next, trail: [...trail, name] };
      try {
        waiting.push(...(await this.after(stateOf(this.machine, name), here)));
      } catch (error) {
        this.faults.push({ name, what: (error as Error).message, trail: here.trail });
      }
    }
  }

  private async after(state: State, here: Situation): Promise<Situation[]> {
    if (state.Type === 'Task') return this.afterTask(state, here);
    if (state.Type === 'Choice') return this.afterChoice(state, here);
    if (state.Type === 'Map') return this.afterMap(state, here);
    if (state.Type === 'Wait') await waitSeconds(state, here);
    if (state.Type === 'Fail' || state.Type === 'Succeed' || state.End) return this.end(state, here);
    return [await onward(state.Next, state, here, {})];
  }

  private async end(state: State, here: Situation): Promise<Situation[]> {
    const { name, trail, input } = here;
    const type = state.Type;
    if (type === 'Fail') {
      const [error, cause] = [await resolve(state.Error, here), await resolve(state.Cause, here)];
      this.endings.push({ name, type, error, cause, trail });
    } else {
      const output = state.Output === undefined ? input : await resolve(state.Output, here);
      this.endings.push({ name, type, output, trail });
    }
    return [];
  }

  private async afterTask(state: State, here: Situation): Promise<Situation[]> {
    const sample = this.samples[state.Arguments?.FunctionName ?? ''];
    if (sample === undefined) throw new Error(`there is no sample of the step '${state.Arguments?.FunctionName}'`);
    const caught = (error: ErrorOutput) => afterFailure(state, here, error);
    const failed = Promise.all(this.errors.map(caught));
    const payload = await resolve(state.Arguments?.Payload, here);
    this.sent.push({ name: here.name, payload });
    const parsed = sample.input.safeParse(payload);
    if (parsed.success) {
      const answers = sample.outputs.map((Payload) => this.answered(state, here, { Payload }));
      return [...(await Promise.all(answers)).flat(), ...(await failed)];
    }
    this.faults.push({ name: here.name, what: parsed.error.message, trail: here.trail });
    return [await caught({ Error: 'InvalidInput', Cause: parsed.error.message })];
  }

  private async answered(state: State, here: Situation, result: unknown): Promise<Situation[]> {
    if (state.Next !== undefined) return [await onward(state.Next, state, here, { result })];
    const output = await resolve(state.Output, here, { result });
    this.endings.push({ name: here.name, type: state.Type, output, trail: here.trail });
    return [];
  }

  private async afterChoice(state: State, here: Situation): Promise<Situation[]> {
    for (const rule of state.Choices ?? []) {
      const holds = await resolve(rule.Condition, here);
      if (typeof holds !== 'boolean') throw new Error(`${rule.Condition} is ${JSON.stringify(holds)}`);
      if (holds) return [await onward(rule.Next, rule, here, {})];
    }
    return [await onward(state.Default, state, here, {})];
  }

  /** Every combination of what the iterations can end with. */
  private async afterMap(state: State, here: Situation): Promise<Situation[]> {
    const items = await resolve(state.Items, here);
    if (!Array.isArray(items)) throw new Error(`Items is ${JSON.stringify(items)}`);
    const perItem = await Promise.all(
      items.map((item, index) => this.iteration(state, here, { Index: index, Value: item })),
    );
    const combinations = perItem.reduce<unknown[][]>(
      (sofar, outputs) => sofar.flatMap((results) => outputs.map((output) => [...results, output])),
      [[]],
    );
    const completed = combinations.map((result) => onward(state.Next, state, here, { result }));
    const failed = this.errors.map((error) => afterFailure(state, here, error));
    return Promise.all([...completed, ...failed]);
  }

  private async iteration(state: State, here: Situation, item: unknown): Promise<unknown[]> {
    const input = await resolve(state.ItemSelector, here, { context: { ...context, Map: { Item: item } } });
    const machine = state.ItemProcessor as Machine;
    const inner = new Explorer(machine, this.samples, this.errors);
    await inner.follow([{ name: machine.StartAt, input, variables: here.variables, trail: here.trail }]);
    this.faults.push(...inner.faults);
    this.sent.push(...inner.sent);
    for (const name of inner.visited) this.visited.add(name);
    return [...new Map(inner.endings.map(({ output }) => [JSON.stringify(output), output])).values()];
  }
}

interface Leaving {
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
}

/** The situation before the next state, after assignments and output were evaluated side by side. */
async function onward(
  name: string | undefined,
  { Assign = {}, Output }: Leaving,
  here: Situation,
  states: Readonly<Record<string, unknown>>,
): Promise<Situation> {
  if (name === undefined) throw new Error('there is no next state');
  const assigned = (await resolve(Assign, here, states)) as Variables;
  const fallback = states.errorOutput ?? states.result ?? here.input;
  const input = Output === undefined ? fallback : await resolve(Output, here, states);
  return { name, input, variables: { ...here.variables, ...assigned }, trail: here.trail };
}

async function afterFailure(state: State, here: Situation, errorOutput: ErrorOutput): Promise<Situation> {
  const catcher = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.some((name) => catches(name, errorOutput.Error)));
  if (catcher === undefined) throw new Error(`nothing catches ${errorOutput.Error}`);
  return onward(catcher.Next, catcher.Assign ? { Assign: catcher.Assign } : {}, here, { errorOutput });
}

function catches(name: string, error: string): boolean {
  const beyond = error === 'States.DataLimitExceeded' || error === 'States.Runtime';
  return name === error || (name === 'States.ALL' && !beyond);
}

async function waitSeconds(state: State, here: Situation): Promise<void> {
  const seconds = await resolve(state.Seconds, here);
  if (!Number.isInteger(seconds) || (seconds as number) <= 0) throw new Error(`Seconds is ${JSON.stringify(seconds)}`);
}

const compiled = new Map<string, jsonata.Expression>();

/** A part of a definition with its expressions evaluated; throws where one has no value, as Step Functions does. */
async function resolve(
  part: unknown,
  here: Situation,
  states: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  if (typeof part === 'string') return evaluated(part, here, states);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(async ([key, inner]) => [key, await resolve(inner, here, states)] as const);
  const values = await Promise.all(entries);
  return Array.isArray(part) ? values.map(([, value]) => value) : Object.fromEntries(values);
}

async function evaluated(text: string, { input, variables }: Situation, states: Readonly<Record<string, unknown>>) {
  const source = expressionIn(text);
  if (source === undefined) return text;
  const expression = compiled.get(source) ?? jsonata(source);
  compiled.set(source, expression);
  const value = await expression.evaluate(undefined, { ...variables, states: { context, input, ...states } });
  if (value === undefined) throw new Error(`${text} has no value`);
  // arrays of JSONata carry more than their elements
  return JSON.parse(JSON.stringify(value));
}
