import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ratchetStacks, readModelFiles } from '../../../lib/index.ts';
import type { Fault } from '../../../lib/local/fault-plan.ts';
import type { Json } from '../../../lib/local/states/json.ts';
import { type InvokeFunction, lambdaIntegrations } from '../../../lib/local/states/lambda-integrations.ts';
import { StateFailure } from '../../../lib/local/states/state-failure.ts';
import { type Ended, ended, type StatesSetUp, start, statesSetUp } from './states-set-up.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

interface OurMachines {
  readonly retrain: object;
  readonly rollback: object;
}

let machines: OurMachines | undefined;

/** The definitions as they are deployed; where the name of a function stands there, its step stands here. */
export function ourMachines(): OurMachines {
  machines ??= synthesizedMachines();
  return machines;
}

function synthesizedMachines(): OurMachines {
  const { context } = JSON.parse(readFileSync(root('cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ context, builtinCloudFormationValidation: false });
  const [model] = ratchetStacks(app, { definitions: readModelFiles(root('models')) }).models;
  if (model === undefined) throw new Error('there should be a model');
  const found = Object.values(Template.fromStack(model).findResources('AWS::StepFunctions::StateMachine'));
  const named = (suffix: string) => {
    const machine = found.find(({ Properties: { StateMachineName: name } }) => name.endsWith(suffix));
    return JSON.parse(joined(machine?.Properties.DefinitionString)) as object;
  };
  return { retrain: named('-retrain'), rollback: named('-rollback') };
}

function joined(text: { 'Fn::Join': [string, (string | Record<string, unknown>)[]] }): string {
  const [delimiter, parts] = text['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : plain(part))).join(delimiter);
}

function plain(part: Record<string, unknown>): string {
  if (part.Ref === 'AWS::Partition') return 'aws';
  const [id] = part['Fn::GetAtt'] as [string, string];
  const step = /^Pipeline(\w+)Function[0-9A-F]{8}$/.exec(id)?.[1] ?? id;
  return step.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** What a step answers, fails with, or does. */
export type Answer = Json | StateFailure | ((payload: Json) => Json | StateFailure);

/** Answers of the steps, by name; each call takes the next, and then the last again. */
export type Script = Readonly<Record<string, readonly Answer[]>>;

interface Call {
  readonly step: string;
  readonly payload: Json;
  /** Milliseconds since the start. */
  readonly at: number;
}

export interface MachineRun extends Ended {
  readonly setUp: StatesSetUp;
  readonly calls: readonly Call[];
  /** Names of the states in the order in which they were entered. */
  readonly trail: readonly string[];
}

/** Runs a machine of ours to its end, with scripted steps. */
export async function run(
  definition: object,
  script: Script,
  { input = {} as Json, seed = 'seed', faults = [] as Fault[] } = {},
): Promise<MachineRun> {
  const calls: Call[] = [];
  const invoke: InvokeFunction = async ({ functionName: step, payload }) => {
    const answers = script[step] ?? [];
    const before = calls.filter((call) => call.step === step).length;
    const answer = answers[Math.min(before, answers.length - 1)];
    calls.push({ step, payload: JSON.parse(payload) as Json, at: setUp.elapsed() });
    return invokeResult(step, typeof answer === 'function' ? answer(JSON.parse(payload) as Json) : answer);
  };
  const setUp = statesSetUp(lambdaIntegrations(invoke), { seed, faults });
  const execution = await ended(setUp, start(setUp, definition, input));
  const trail = setUp.service
    .getExecutionHistory(execution.executionArn)
    .flatMap(({ type, details }) => (type.endsWith('StateEntered') ? [String(details?.name)] : []));
  return { ...execution, setUp, calls, trail };
}

function invokeResult(step: string, answer: Json | StateFailure | undefined) {
  if (answer === undefined) throw new Error(`the script does not say what ${step} answers`);
  const failed = answer instanceof StateFailure;
  const body = failed ? { errorType: answer.error, errorMessage: answer.reason } : answer;
  return {
    status: 200,
    executedVersion: '$LATEST',
    payload: JSON.stringify(body),
    functionError: failed ? 'Unhandled' : null,
  };
}
