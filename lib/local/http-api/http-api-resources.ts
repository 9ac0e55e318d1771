import { RefusedAssembly } from '../assembly/refused-assembly.ts';
import { generatedName, type ResourceHandler, type ResourceRequest } from '../assembly/resource-handler.ts';
import {
  apiArn,
  apiUrl,
  HttpApi,
  type InvokeFunction,
  integrationFunction,
  type RouteAuthorization,
} from './http-api.ts';

/** The HTTP APIs of a run by their ids. */
export type HttpApis = Map<string, HttpApi>;

/** How the resources of an HTTP API are played. */
export function httpApiResources(
  apis: HttpApis,
  invoke: InvokeFunction,
  now: () => number,
): Record<string, ResourceHandler> {
  const authorizers = new Map<string, string>();
  return {
    'AWS::ApiGatewayV2::Api': apiResource(apis, invoke, now),
    'AWS::ApiGatewayV2::Integration': apiPart(apis, {
      simulated: ['IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'],
      set(request, id, api) {
        requireValue(request, 'IntegrationType', 'AWS_PROXY');
        requireValue(request, 'PayloadFormatVersion', '2.0');
        api.setIntegration(id, integrationFunction(String(request.properties.IntegrationUri)));
      },
    }),
    'AWS::ApiGatewayV2::Authorizer': apiPart(apis, {
      simulated: ['AuthorizerType', 'AuthorizerUri', 'AuthorizerPayloadFormatVersion', 'EnableSimpleResponses'],
      inert: ['Name', 'IdentitySource', 'AuthorizerResultTtlInSeconds'],
      set(request, id) {
        requireValue(request, 'AuthorizerType', 'REQUEST');
        requireValue(request, 'EnableSimpleResponses', true);
        authorizers.set(id, integrationFunction(String(request.properties.AuthorizerUri)));
      },
    }),
    'AWS::ApiGatewayV2::Route': apiPart(apis, {
      simulated: ['AuthorizationType', 'AuthorizerId', 'RouteKey', 'Target'],
      set(request, id, api) {
        const integrationId = String(request.properties.Target).replace('integrations/', '');
        api.setRoute(id, String(request.properties.RouteKey), integrationId, authorizationOf(request, authorizers));
      },
    }),
    'AWS::ApiGatewayV2::Stage': apiPart(apis, {
      simulated: ['StageName'],
      inert: ['AccessLogSettings', 'AutoDeploy', 'DefaultRouteSettings'],
      set: (request) => requireValue(request, 'StageName', '$default'),
    }),
  };
}

interface ApiPart {
  readonly simulated: readonly string[];
  readonly inert?: readonly string[];
  set(request: ResourceRequest, id: string, api: HttpApi): void;
}

/** A resource that belongs to an API and is told to it. */
function apiPart(apis: HttpApis, { simulated, inert = [], set }: ApiPart): ResourceHandler {
  const put = (request: ResourceRequest) => {
    const { logicalId, properties } = request;
    const api = apis.get(String(properties.ApiId));
    if (api === undefined) throw new RefusedAssembly(logicalId, `there is no API ${properties.ApiId}`);
    const id = generatedName(request);
    set(request, id, api);
    return { physicalId: id, attributes: {} };
  };
  return {
    simulated: ['ApiId', ...simulated],
    inert,
    create: put,
    update: put,
    delete: ({ physicalId, properties }) => apis.get(String(properties.ApiId))?.remove(physicalId),
  };
}

function apiResource(apis: HttpApis, invoke: InvokeFunction, now: () => number): ResourceHandler {
  return {
    simulated: ['Name', 'ProtocolType'],
    inert: ['Description'],
    create(request) {
      requireValue(request, 'ProtocolType', 'HTTP');
      const apiId = generatedName(request);
      apis.set(apiId, new HttpApi(apiId, String(request.properties.Name), invoke, now));
      return { physicalId: apiId, attributes: { ApiEndpoint: apiUrl(apiId), ApiId: apiId, Arn: apiArn(apiId) } };
    },
    update: (_request, existing) => existing,
    delete: ({ physicalId }) => void apis.delete(physicalId),
  };
}

function authorizationOf(request: ResourceRequest, authorizers: ReadonlyMap<string, string>): RouteAuthorization {
  const { AuthorizationType: kind = 'NONE', AuthorizerId } = request.properties;
  if (kind === 'NONE') return { kind };
  if (kind === 'AWS_IAM') return { kind };
  const functionArn = authorizers.get(String(AuthorizerId));
  if (kind === 'CUSTOM' && functionArn !== undefined) return { kind, functionArn };
  throw new RefusedAssembly(request.logicalId, `the authorization ${kind} is not simulated`);
}

function requireValue({ logicalId, properties }: ResourceRequest, name: string, value: unknown): void {
  if (properties[name] !== value) {
    throw new RefusedAssembly(
      logicalId,
      `${name} should be ${JSON.stringify(value)}, got ${JSON.stringify(properties[name])}`,
    );
  }
}
