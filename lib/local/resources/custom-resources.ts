import type { DeployedResource } from '../assembly/intrinsics.ts';
import type { ExistingResource, ResourceHandler, ResourceRequest } from '../assembly/resource-handler.ts';
import type { Properties } from '../assembly/template.ts';
import { functionArn } from '../lambda/function-definition.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';

const USER_HANDLER = 'USER_ON_EVENT_FUNCTION_ARN';

/** Functions of CDK's provider framework, which stand between CloudFormation and a handler. */
export class ProviderFunctions {
  private readonly handlers = new Map<string, string>();

  arn(functionName: string): string {
    return functionArn(functionName);
  }

  add(functionName: string, properties: Properties): void {
    this.handlers.set(this.arn(functionName), String(variablesOf(properties)[USER_HANDLER]));
  }

  remove(functionName: string): void {
    this.handlers.delete(this.arn(functionName));
  }

  /** ARN of the handler that answers for a service token. */
  handlerOf(serviceToken: string): string {
    return this.handlers.get(serviceToken) ?? serviceToken;
  }
}

/** Whether a function is CDK's framework rather than somebody's handler. */
export function isProviderFramework(properties: Properties): boolean {
  return USER_HANDLER in variablesOf(properties);
}

function variablesOf({ Environment }: Properties): Readonly<Record<string, unknown>> {
  return ((Environment ?? {}) as { Variables?: Record<string, unknown> }).Variables ?? {};
}

interface Answer {
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** What a custom resource had answered in a kept run; its handler is not asked again. */
export type RecallAnswer = (stackName: string, logicalId: string) => DeployedResource | undefined;

/** Calls the handler of each custom resource with CloudFormation's event, and waits for it in virtual time. */
export function customResources(
  lambda: LambdaService,
  providers: ProviderFunctions,
  random: SeededRandom,
  recall: RecallAnswer,
): ResourceHandler {
  const requestIds = random.fork('custom resource requests');
  const call = async (type: 'Create' | 'Update' | 'Delete', request: ResourceRequest, existing?: ExistingResource) => {
    const RequestId = seededUuid(requestIds);
    const event = {
      RequestType: type,
      RequestId,
      StackId: request.stackId,
      LogicalResourceId: request.logicalId,
      ResourceType: request.type,
      ResponseURL: 'https://cloudformation-response.invalid/',
      ...(existing && { PhysicalResourceId: existing.physicalId }),
      ResourceProperties: asTexts(type === 'Delete' ? (existing?.properties ?? {}) : request.properties),
      ...(type === 'Update' && existing && { OldResourceProperties: asTexts(existing.properties) }),
    };
    const answer = await invokeHandler(lambda, providers.handlerOf(String(request.properties.ServiceToken)), event);
    const physicalId = answer.PhysicalResourceId ?? existing?.physicalId ?? RequestId;
    return { physicalId, attributes: answer.Data ?? {} };
  };
  return {
    simulated: [],
    inert: [],
    create: (request) => recall(request.stackName, request.logicalId) ?? call('Create', request),
    update: (request, existing) => call('Update', request, existing),
    async delete(existing, request) {
      await call('Delete', request, existing);
    },
  };
}

async function invokeHandler(lambda: LambdaService, functionName: string, event: object): Promise<Answer> {
  const { payload, functionError } = await lambda.invoke({
    functionName,
    payload: JSON.stringify(event),
    type: 'RequestResponse',
    caller: { id: 'cloudformation' },
  });
  const answer: unknown = JSON.parse(payload);
  if (functionError !== null) throw new Error(`the handler of a custom resource failed: ${errorText(answer)}`);
  return (answer ?? {}) as Answer;
}

function errorText(answer: unknown): string {
  const { errorType, errorMessage } = answer as { errorType?: string; errorMessage?: string };
  return `${errorType}: ${errorMessage}`;
}

/** CloudFormation hands every scalar on as text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTexts(inner)]));
  }
  return String(value);
}
