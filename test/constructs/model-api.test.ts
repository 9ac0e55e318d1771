import { App, Stack } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { describe, expect, test } from 'vitest';
import { ModelPlatform, RetrainingPipeline } from '../../lib/index.ts';
import {
  bankMarketing,
  deployedContext,
  only,
  type Resource,
  type SynthesizedStack,
  synthesized,
  synthesizedStacks,
} from './synthesized.ts';

const { model } = synthesized();
const ALIAS = 'Pipeline/LiveTraffic/LiveAlias';
const LIVE = '<Pipeline/Predict/Function.Arn>:live';

/** Function that answers, by route. */
const routes = {
  'POST /predict': LIVE,
  'GET /metrics': LIVE,
  'POST /outcomes': '<Pipeline/Feedback/Function.Arn>',
  'GET /model': '<Pipeline/Query/Function.Arn>',
  'GET /model/versions': '<Pipeline/Query/Function.Arn>',
  'GET /model/history': '<Pipeline/Query/Function.Arn>',
};

function routesOf(stack: SynthesizedStack): readonly Resource[] {
  return stack.of('AWS::ApiGatewayV2::Route');
}

/** The function that a route calls. */
function answering({ properties }: Resource): string {
  const integration = properties.Target.replace(/^integrations\/<|>$/g, '');
  return model.at(integration).properties.IntegrationUri;
}

test('every route leads to its function, and predictions to the alias', () => {
  expect(Object.fromEntries(routesOf(model).map((route) => [route.properties.RouteKey, answering(route)]))).toEqual(
    routes,
  );
});

test('the API may call each function on its route alone, and the serving function through the alias only', () => {
  const permissions = model
    .of('AWS::Lambda::Permission')
    .filter(({ properties }) => properties.Principal === 'apigateway.amazonaws.com')
    .map(({ properties }) => [properties.SourceArn.replace(/^.*>\/\*\/\*/, ''), properties.FunctionName]);

  expect(permissions).toEqual(Object.entries(routes).map(([route, target]) => [route.replace(/^\w+ /, ''), target]));
});

test('callers sign their requests unless told otherwise', () => {
  for (const { properties } of routesOf(model))
    expect(properties.AuthorizationType, properties.RouteKey).toBe('AWS_IAM');
});

test('requests are passed on in the format that the steps read', () => {
  for (const { properties } of model.of('AWS::ApiGatewayV2::Integration')) {
    expect(properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
  }
});

test('nothing can be called before the alias exists', () => {
  const parts = model.resources.filter(({ path }) => path.startsWith('Pipeline/Api/Api/'));

  expect(parts.length).toBeGreaterThanOrEqual(Object.keys(routes).length * 2);
  for (const { path, dependsOn } of parts) expect(dependsOn, path).toContain(ALIAS);
});

describe('the stage', () => {
  const { properties } = only(model.of('AWS::ApiGatewayV2::Stage'));

  test('is throttled and needs no deployment', () => {
    expect(properties.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 1000, ThrottlingRateLimit: 1000 });
    expect(properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
  });

  test('logs who called what', () => {
    for (const field of ['$context.identity.caller', '$context.httpMethod', '$context.status', '$context.requestId']) {
      expect(properties.AccessLogSettings.Format).toContain(field);
    }
  });

  test('logs where the account needs no resource policy per model, of which a region takes ten', () => {
    const group = model.at(properties.AccessLogSettings.DestinationArn.replace(/^<|\.Arn>$/g, ''));

    expect(group.properties.LogGroupName).toBe('/aws/vendedlogs/apis/ratchet-bank-marketing');
    expect(model.of('AWS::Logs::ResourcePolicy')).toEqual([]);
  });
});

test('a pipeline of its own can have another authorizer, in one stack with its platform', () => {
  const stack = new Stack(new App({ context: deployedContext, builtinCloudFormationValidation: false }), 'One');
  const authorizer = new HttpJwtAuthorizer('Jwt', 'https://example.com', { jwtAudience: ['ratchet'] });

  new RetrainingPipeline(stack, 'Pipeline', {
    platform: new ModelPlatform(stack, 'Platform'),
    definition: bankMarketing,
    authorizer,
  });

  const { platform: single } = synthesizedStacks({ platform: stack, models: [] });
  expect(routesOf(single)).toHaveLength(Object.keys(routes).length);
  for (const { properties } of routesOf(single)) {
    expect(properties).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: '<Pipeline/Api/Api/Jwt>' });
  }
});
