import { onTestFinished } from 'vitest';
import type { MetricDatum } from '../../../lib/local/cloudwatch/metric-datum.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { FaultPlan } from '../../../lib/local/fault-plan.ts';
import type { EventMessage } from '../../../lib/local/lambda/async-invocations.ts';
import type { FunctionDefinition } from '../../../lib/local/lambda/function-definition.ts';
import {
  createLambdaService,
  type InvokeRequest,
  type LambdaServiceOptions,
} from '../../../lib/local/lambda/lambda-service.ts';
import { type NetworkOptions, VirtualNetwork } from '../../../lib/local/lambda/virtual-network.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';

export const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

type Options = Partial<LambdaServiceOptions> & { readonly seed?: string; readonly networkOptions?: NetworkOptions };

/** A Lambda service with everything it needs, and what came out of it. */
export function lambdaSetUp({ seed = 'test', networkOptions, ...options }: Options = {}) {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const network = new VirtualNetwork(clock, networkOptions);
  const faults = new FaultPlan();
  const lines: string[] = [];
  const metrics: MetricDatum[] = [];
  const messages: EventMessage[] = [];
  const service = createLambdaService({
    clock,
    log,
    network,
    faults,
    random: seededRandom(seed),
    onLine: (line) => lines.push(line),
    onMetric: (datum) => metrics.push(datum),
    onMessage: (message) => messages.push(message),
    ...options,
  });
  onTestFinished(() => service.close());

  /** Lets virtual time pass until a promise is settled. */
  const settled = async <Value>(work: Promise<Value>): Promise<Value> => {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    await clock.runUntilDone(() => done, DAY);
    return work;
  };
  const invoke = (functionName: string, event: unknown = {}, more: Partial<InvokeRequest> = {}) =>
    service.invoke({
      functionName,
      payload: JSON.stringify(event),
      type: 'RequestResponse',
      caller: { id: 'test' },
      ...more,
    });
  return {
    clock,
    log,
    network,
    faults,
    service,
    lines,
    metrics,
    messages,
    settled,
    invoke,
    /** Invokes, lets time pass, and parses the answer. */
    call: async (functionName: string, event?: unknown, more?: Partial<InvokeRequest>) => {
      const begun = clock.now();
      const result = await settled(invoke(functionName, event, more));
      return { ...result, answer: JSON.parse(result.payload), took: clock.now() - begun };
    },
    /** One operation of the API. */
    api: async (operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
      const answer = await service.operations[operation]?.(input, { id: 'test' });
      return answer as Record<string, unknown>;
    },
    advance: (milliseconds: number) => clock.runUntil(clock.now() + milliseconds),
  };
}

export type LambdaSetUp = ReturnType<typeof lambdaSetUp>;

/** A function of the usual size; `handler` is the name of an export. */
export function functionNamed(
  functionName: string,
  codeFolder: string,
  handler: string,
  more: Partial<FunctionDefinition> = {},
): FunctionDefinition {
  return {
    functionName,
    codeFolder,
    handler: `index.${handler}`,
    runtime: 'nodejs24.x',
    role: 'arn:aws:iam::111122223333:role/function',
    description: '',
    timeoutSeconds: 29,
    memoryMegabytes: 512,
    ephemeralMegabytes: 512,
    architecture: 'arm64',
    environment: {},
    tracingMode: 'Active',
    logging: { LogFormat: 'JSON', LogGroup: `/aws/lambda/${functionName}` },
    deadLetterTarget: null,
    updateRuntimeOn: 'FunctionUpdate',
    reservedConcurrency: null,
    step: null,
    ...more,
  };
}
