import { canonicalJson } from '../../domain/canonical-json.ts';
import { RefusedAssembly } from '../assembly/refused-assembly.ts';
import {
  type ExistingResource,
  generatedName,
  type ResourceHandler,
  type ResourceRequest,
} from '../assembly/resource-handler.ts';
import { functionDefinition, functionProperties } from '../lambda/function-properties.ts';
import type { DeployedPart } from '../lambda/functions.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { streamMappingProperties, streamMappingSettings } from '../lambda/stream-mapping-settings.ts';
import type { StreamSource } from '../lambda/stream-source.ts';
import { isProviderFramework, type ProviderFunctions } from './custom-resources.ts';

export interface LambdaResources {
  readonly lambda: LambdaService;
  readonly providers: ProviderFunctions;
  /** The stream with that ARN. */
  readonly stream: (arn: string) => StreamSource;
}

/** How functions and event source mappings are created from a template. */
export function lambdaResources({ lambda, providers, stream }: LambdaResources): Record<string, ResourceHandler> {
  return {
    'AWS::Lambda::Function': functions(lambda, providers),
    'AWS::Lambda::EventSourceMapping': mappings(lambda, stream),
  };
}

function functions(lambda: LambdaService, providers: ProviderFunctions): ResourceHandler {
  const arnOf = (name: string) => ({ physicalId: name, attributes: { Arn: providers.arn(name) } });
  return {
    ...functionProperties,
    create(request) {
      const functionName = functionNameOf(request);
      // the framework only passes the event on, so the runtime calls the handler behind it
      if (isProviderFramework(request.properties)) providers.add(functionName, request.properties);
      else lambda.createFunction(definitionOf(request, functionName));
      return arnOf(functionName);
    },
    update(request, existing) {
      const functionName = functionNameOf(request);
      if (isProviderFramework(request.properties)) providers.add(functionName, request.properties);
      else if (functionName === existing.physicalId) {
        lambda.updateFunction(definitionOf(request, functionName), changedPart(request, existing));
      } else lambda.createFunction(definitionOf(request, functionName));
      return arnOf(functionName);
    },
    delete({ physicalId, properties }) {
      if (isProviderFramework(properties)) providers.remove(physicalId);
      else lambda.deleteFunction(physicalId);
    },
    revert(request, { physicalId }) {
      if (!isProviderFramework(request.properties)) lambda.updateFunction(definitionOf(request, physicalId));
    },
  };
}

/** Changed code alone leaves the environment as it is, and with it what somebody has written into that. */
function changedPart({ properties }: ResourceRequest, existing: ExistingResource): DeployedPart {
  const names = new Set([...Object.keys(properties), ...Object.keys(existing.properties)]);
  const hasChanged = (name: string) =>
    canonicalJson(properties[name] ?? null) !== canonicalJson(existing.properties[name] ?? null);
  return [...names].filter(hasChanged).every((name) => name === 'Code') ? 'code' : 'everything';
}

function functionNameOf(request: ResourceRequest): string {
  return String(request.properties.FunctionName ?? generatedName(request));
}

function definitionOf(request: ResourceRequest, functionName: string) {
  const { S3Key } = (request.properties.Code ?? {}) as { S3Key?: string };
  const codeFolder = S3Key === undefined ? undefined : request.assets.get(S3Key);
  if (codeFolder === undefined)
    throw new RefusedAssembly(request.logicalId, "'Code' should be a file asset of the assembly");
  return functionDefinition(request, { functionName, codeFolder, step: stepOf(request) });
}

/** Logical ids of Ratchet's functions end in `<Step>Function<hash>`, which makes a readable point for faults. */
function stepOf({ logicalId }: ResourceRequest): string {
  const name = /([A-Z][A-Za-z]*?)Function[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? logicalId;
  return name
    .replace(/^Pipeline|^PlatformNotices/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function mappings(lambda: LambdaService, stream: (arn: string) => StreamSource): ResourceHandler {
  const running = new Map<string, { stop(): void }>();
  const start = (request: ResourceRequest) => {
    const id = generatedName(request);
    running.get(id)?.stop();
    running.set(
      id,
      lambda.mapStream(streamMappingSettings(request), stream(String(request.properties.EventSourceArn))),
    );
    return { physicalId: id, attributes: { Id: id } };
  };
  return {
    simulated: streamMappingProperties,
    inert: ['Tags'],
    create: start,
    update: start,
    delete({ physicalId }) {
      running.get(physicalId)?.stop();
      running.delete(physicalId);
    },
  };
}
