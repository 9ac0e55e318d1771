import { existsSync, renameSync, rmSync } from 'node:fs';
import type { LedgerEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import { parseStoredEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { EventType } from '../../lib/domain/ledger/ledger-event.ts';
import type { LedgerState } from '../../lib/domain/ledger/ledger-state.ts';
import { registryPartitions } from '../../lib/domain/ports/registry-keys.ts';
import type { ModelDefinitionFile } from '../../lib/index.ts';
import { FaultPlan } from '../../lib/local/fault-plan.ts';
import { LocalRuntime } from '../../lib/local/local-runtime.ts';
import type { ExecutionDescription } from '../../lib/local/states/status-change.ts';
import { quickModel, replacedFunctionAssembly, scenarioAssembly } from './scenario-assembly.ts';
import { keepCoverage } from './scenario-coverage.ts';
import { sampleFeatures, sampleOutcome, type World } from './scenario-data.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const CALLER = { identity: 'arn:aws:iam::111122223333:user/caller' };
const PER_REQUEST = 500;

export interface ScenarioOptions {
  readonly definition?: ModelDefinitionFile;
  readonly seed?: string;
  readonly start?: string;
  readonly faults?: FaultPlan;
}

/** What a deployment changes in the definition. */
export type DeployedChange = Partial<ModelDefinitionFile>;

/** What came back from requests, by the function version that executed; 0 is a request that reached none. */
export interface Served {
  readonly requests: Record<string, number>;
  readonly failures: Record<string, number>;
}

/** A deployed model and everything that a client, an operator or time can do to it. */
export class Scenario {
  readonly runtime: LocalRuntime;
  readonly faults: FaultPlan;
  readonly model: string;
  readonly served: Served = { requests: {}, failures: {} };
  /** The function that serves; a deployment may replace it. */
  functionName: string;
  readonly definition: ModelDefinitionFile;
  private customers = 0;
  private asked = 0;
  /** The version that the request under way has reached. */
  private executed = '0';

  private constructor(runtime: LocalRuntime, definition: ModelDefinitionFile) {
    this.runtime = runtime;
    this.faults = runtime.faults;
    this.model = definition.name;
    this.definition = definition;
    this.functionName = this.resource('AWS::Lambda::Function', 'PredictFunction');
    runtime.log.listen(({ type, detail }) => {
      if (type === 'invoked' && detail.functionName === this.functionName)
        this.executed = String(detail.functionVersion);
    });
  }

  /** A fresh deployment. */
  static async start({ definition = quickModel, ...options }: ScenarioOptions = {}): Promise<Scenario> {
    const faults = options.faults ?? new FaultPlan();
    const runtime = await LocalRuntime.start({ ...options, faults, assembly: scenarioAssembly(definition) });
    return new Scenario(runtime, definition);
  }

  /** The same model with a champion of its own, 1.0.0 on function version 2, whose probation is over. */
  static withChampion(options: ScenarioOptions = {}): Promise<Scenario> {
    return Scenario.reopen(keptFolder(options.definition, 'champion'), options, 100_000);
  }

  /** The same with outcomes of a changed world, so that the next candidate is better. */
  static inChangedWorld(options: ScenarioOptions = {}): Promise<Scenario> {
    return Scenario.reopen(keptFolder(options.definition, 'changed'), options, 200_000);
  }

  /** The same with 1.1.0 on function version 3 promoted just now. */
  static async inProbation(options: ScenarioOptions = {}): Promise<Scenario> {
    const scenario = await Scenario.inChangedWorld(options);
    const { status, cause } = await scenario.ended(scenario.retrain(), 12);
    if (status !== 'SUCCEEDED') throw new Error(`the challenger should be promoted, got ${status}: ${cause}`);
    return scenario;
  }

  private static async reopen(kept: string, options: ScenarioOptions, customers: number): Promise<Scenario> {
    const { definition = quickModel, faults = new FaultPlan() } = options;
    if (!existsSync(kept)) await keepScenarios(definition);
    const scenario = new Scenario(await LocalRuntime.reopen(kept, { faults }), definition);
    scenario.customers = customers;
    return scenario;
  }

  /** Deploys the stacks again, with a changed definition. */
  async deploy(change: DeployedChange): Promise<void> {
    await this.runtime.deploy(scenarioAssembly({ ...this.definition, ...change }));
  }

  /** Deploys the stacks again, with another function in the place of the one that serves. */
  async deployReplacedFunction(): Promise<void> {
    await this.runtime.deploy(replacedFunctionAssembly(this.definition));
    this.functionName = this.resource('AWS::Lambda::Function', 'PredictFunction');
  }

  /** Calls an operation of Lambda, as a person would. */
  async callLambda(operation: string, input: Record<string, unknown>): Promise<unknown> {
    return this.runtime.services.lambda.operations[operation]?.(input, { id: 'operator' });
  }

  /** Sends outcomes of new customers and waits until they are archived. */
  async outcomes(count: number, world: World = { kind: 'plain' }): Promise<void> {
    const time = new Date(this.runtime.now() - MINUTE).toISOString();
    for (let sent = 0; sent < count; sent += PER_REQUEST) {
      const size = Math.min(PER_REQUEST, count - sent);
      const outcomes = Array.from({ length: size }, () => sampleOutcome(`customer-${++this.customers}`, time, world));
      const answer = await this.request('POST', '/outcomes', { outcomes });
      if (answer.body.stored !== size)
        throw new Error(`${size} outcomes should be stored, got ${JSON.stringify(answer)}`);
    }
    await this.runtime.advance(6 * MINUTE);
  }

  /** One prediction through the API. */
  async predict(): Promise<number> {
    this.executed = '0';
    const { status } = await this.request('POST', '/predict', { rows: [sampleFeatures(`asking-${++this.asked}`)] });
    const { requests, failures } = this.served;
    requests[this.executed] = (requests[this.executed] ?? 0) + 1;
    if (status >= 500) failures[this.executed] = (failures[this.executed] ?? 0) + 1;
    return status;
  }

  /** Lets minutes pass with so many predictions in each. */
  async traffic(minutes: number, perMinute: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      for (let request = 0; request < perMinute; request += 1) await this.predict();
      await this.runtime.advance(MINUTE);
    }
  }

  retrain(input: unknown = {}, name?: string): ExecutionDescription {
    return this.runtime.startExecution(`ratchet-${this.model}-retrain`, input, name);
  }

  rollback(input: unknown = {}, name?: string): ExecutionDescription {
    return this.runtime.startExecution(`ratchet-${this.model}-rollback`, input, name);
  }

  /** Lets time pass with traffic until an execution has ended. */
  async ended({ executionArn }: ExecutionDescription, perMinute = 0, minutes = 600): Promise<ExecutionDescription> {
    for (let minute = 0; minute < minutes; minute += 1) {
      const found = this.execution(executionArn);
      if (found.status !== 'RUNNING') return found;
      await this.traffic(1, perMinute);
    }
    throw new Error(
      `${executionArn} should have ended within ${minutes} minutes, it is ${this.execution(executionArn).status}`,
    );
  }

  /** Lets minutes pass with traffic until something holds. */
  async until(holds: () => Promise<boolean>, perMinute: number, minutes = 300): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      if (await holds()) return;
      await this.traffic(1, perMinute);
    }
    throw new Error(`it should hold within ${minutes} minutes`);
  }

  execution(executionArn: string): ExecutionDescription {
    const all = ['retrain', 'rollback'].flatMap((machine) =>
      this.runtime.executions(`ratchet-${this.model}-${machine}`),
    );
    const found = all.find((one) => one.executionArn === executionArn);
    if (found === undefined) throw new Error(`there is no execution ${executionArn}`);
    return found;
  }

  /** The state that an execution is in, or ended in. */
  stateOf(executionArn: string): string | undefined {
    const history = this.runtime.services.states.getExecutionHistory(executionArn);
    const entered = history.findLast(({ type }) => type.endsWith('StateEntered'));
    return entered && String(entered.details?.name);
  }

  async request(method: string, path: string, body?: unknown) {
    const question = { method, path, ...(body !== undefined && { body: JSON.stringify(body) }), ...CALLER };
    const answer = await this.runtime.request(this.model, question);
    return { status: answer.status, body: JSON.parse(answer.body) };
  }

  /** Every entry of the ledger, oldest first, read from the table itself. */
  async entries(): Promise<LedgerEntry[]> {
    const stored = await this.registryItems(registryPartitions.ledger(this.model));
    return stored.map(({ body, hash }) => parseStoredEntry({ text: body?.S ?? '', hash: hash?.S ?? '' }));
  }

  async entryTypes(): Promise<EventType[]> {
    return (await this.entries()).map(({ event }) => event.type);
  }

  async state(): Promise<LedgerState> {
    const newest = (await this.entries()).at(-1);
    if (newest === undefined) throw new Error('the ledger should have entries');
    return newest.state;
  }

  /** Items of one partition of the registry, by sort key. */
  async registryItems(partition: string): Promise<Record<string, { S?: string }>[]> {
    const items = (await this.runtime.services.tables.items(
      this.resource('AWS::DynamoDB::Table', 'RegistryTable'),
    )) as Record<string, { S?: string }>[];
    const own = items.filter(({ pk }) => pk?.S === partition);
    return own.sort((one, other) => ((one.sk?.S ?? '') < (other.sk?.S ?? '') ? -1 : 1));
  }

  /** What the alias says now. */
  async alias(): Promise<{ functionVersion: string; weights: Record<string, number>; description: string }> {
    const found = (await this.callLambda('GetAlias', { FunctionName: this.functionName, Name: 'live' })) as {
      FunctionVersion: string;
      Description: string;
      RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> };
    };
    const weights = found.RoutingConfig?.AdditionalVersionWeights ?? {};
    return { functionVersion: found.FunctionVersion, weights, description: found.Description };
  }

  /** Physical id of a resource by the last word of its logical id, before CDK's suffix. */
  resource(type: string, word: string): string {
    const ending = new RegExp(`${word}[0-9A-F]{8}$`);
    const found = this.runtime.services.deployment
      .resources()

      .find((resource) => resource.type === type && ending.test(resource.logicalId));
    if (found === undefined) throw new Error(`there is no ${type} that ends in ${word}`);
    return found.physicalId;
  }

  alarmState(alarmName: string): string | undefined {
    return this.runtime.services.cloudWatch.alarms.get(alarmName)?.status.value;
  }

  /** Everything that people were told, in order. */
  notices() {
    return this.runtime.services.topics.list(this.resource('AWS::SNS::Topic', 'Notifications'));
  }

  stop(): void {
    keepCoverage(this.runtime, this.model);
    this.runtime.stop();
  }
}

function keptFolder(definition: ModelDefinitionFile = quickModel, kept: 'champion' | 'changed'): string {
  return `${scenarioAssembly(definition)}-${kept}`;
}

/** Makes the runs that scenarios start from, once for all test processes. */
export async function keepScenarios(definition: ModelDefinitionFile = quickModel): Promise<void> {
  if (existsSync(keptFolder(definition, 'changed'))) return;
  // the start of time is a Thursday, so that the schedule of Sunday 02:00 stays out of all but the longest scenarios
  const scenario = await Scenario.start({ definition });
  try {
    await scenario.outcomes(600);
    const { status, cause } = await scenario.ended(scenario.retrain(), 15);
    if (status !== 'SUCCEEDED') throw new Error(`the first champion should be promoted, got ${status}: ${cause}`);
    await scenario.traffic(65, 0);
    await keep(scenario, keptFolder(definition, 'champion'));
    await scenario.outcomes(900, { kind: 'turned' });
    await keep(scenario, keptFolder(definition, 'changed'));
  } finally {
    scenario.runtime.stop();
  }
}

/** One that is made twice at the same time is moved into place once. */
async function keep({ runtime }: Scenario, kept: string): Promise<void> {
  const draft = `${kept}-${process.pid}`;
  await runtime.keep(draft);
  if (existsSync(kept)) rmSync(draft, { recursive: true });
  else renameSync(draft, kept);
}
