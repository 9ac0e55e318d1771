import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { FunctionAnswer, HttpAnswer, HttpQuestion } from './http-message.ts';
import { badGateway, requestEvent, responseOf } from './http-message.ts';

/** Calls a function by ARN and resolves, after virtual time, with what it answered. */
export type InvokeFunction = (functionArn: string, payload: string) => Promise<FunctionAnswer>;

interface Integration {
  readonly functionArn: string;
}

/** Who may use a route. */
export type RouteAuthorization =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_IAM' }
  /** A function that answers `{isAuthorized, context}`. */
  | { readonly kind: 'CUSTOM'; readonly functionArn: string };

interface Route {
  readonly method: string;
  readonly path: string;
  readonly integrationId: string;
  readonly authorization: RouteAuthorization;
}

/** One HTTP API: routes that lead to functions. */
export class HttpApi {
  readonly apiId: string;
  readonly name: string;
  private readonly invoke: InvokeFunction;
  private readonly now: () => number;
  private readonly integrations = new Map<string, Integration>();
  private readonly routes = new Map<string, Route>();
  private requests = 0;

  constructor(apiId: string, name: string, invoke: InvokeFunction, now: () => number) {
    this.apiId = apiId;
    this.name = name;
    this.invoke = invoke;
    this.now = now;
  }

  setIntegration(integrationId: string, functionArn: string): void {
    this.integrations.set(integrationId, { functionArn });
  }

  /** `routeKey` is a method and a path, such as `POST /predict`. */
  setRoute(routeId: string, routeKey: string, integrationId: string, authorization: RouteAuthorization): void {
    const [method = '', path = ''] = routeKey.split(' ');
    this.routes.set(routeId, { method, path, integrationId, authorization });
  }

  remove(id: string): void {
    this.integrations.delete(id);
    this.routes.delete(id);
  }

  /** Answers as the gateway would: 403 without the right, 404 without a route, 502 for a function that fails. */
  async request(question: HttpQuestion): Promise<HttpAnswer> {
    const path = question.path.split('?')[0];
    const route = [...this.routes.values()].find((one) => one.path === path && one.method === question.method);
    if (route === undefined) return { status: 404, headers: {}, body: '{"message":"Not Found"}' };
    const integration = this.integrations.get(route.integrationId);
    if (integration === undefined) return badGateway;
    const event = requestEvent(question, `${route.method} ${route.path}`, this.apiId, this.requestId(), this.now());
    if (!(await this.isAllowed(route.authorization, question, event))) {
      return { status: 403, headers: {}, body: '{"message":"Forbidden"}' };
    }
    return responseOf(await this.invoke(integration.functionArn, JSON.stringify(event)));
  }

  private async isAllowed(authorization: RouteAuthorization, question: HttpQuestion, event: object): Promise<boolean> {
    if (authorization.kind === 'NONE') return true;
    if (authorization.kind === 'AWS_IAM') return question.identity !== undefined;
    const answer = await this.invoke(authorization.functionArn, JSON.stringify({ ...event, type: 'REQUEST' }));
    const verdict: unknown = answer.functionError === null ? JSON.parse(answer.payload) : null;
    return (
      typeof verdict === 'object' && verdict !== null && 'isAuthorized' in verdict && verdict.isAuthorized === true
    );
  }

  private requestId(): string {
    this.requests += 1;
    return `${this.apiId}-${this.requests}`;
  }
}

/** The function in an integration URI, which is its ARN or a path that ends in `/functions/<arn>/invocations`. */
export function integrationFunction(uri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

export function apiUrl(apiId: string): string {
  return `https://${apiId}.execute-api.${LOCAL_REGION}.amazonaws.com`;
}

export function apiArn(apiId: string): string {
  return `arn:aws:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${apiId}`;
}
