import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import { LIVE_ALIAS } from '../../domain/ports/live-alias.ts';
import { logRetention } from '../log-retention.ts';

export interface ModelApiProps {
  readonly modelName: string;
  /** Last part of the access logs' name. */
  readonly logName: string;
  readonly predict: lambda.IFunction;
  readonly feedback: lambda.IFunction;
  readonly query: lambda.IFunction;
  /** What has to be there before a request can reach `predict`. */
  readonly alias: IDependable;
  /** @default IAM: callers sign their requests and need `execute-api:Invoke` */
  readonly authorizer?: apigateway.IHttpRouteAuthorizer;
  readonly logDays: number;
}

const REQUESTS_PER_SECOND = 1000;

/** The public door of one model. */
export class ModelApi extends Construct {
  readonly api: apigateway.HttpApi;

  constructor(scope: Construct, id: string, props: ModelApiProps) {
    super(scope, id);
    this.api = new apigateway.HttpApi(this, 'Api', {
      apiName: props.modelName,
      createDefaultStage: false,
      defaultAuthorizer: props.authorizer ?? new HttpIamAuthorizer(),
    });
    const predict = new HttpLambdaIntegration('Predict', this.aliasOf(props.predict));
    const feedback = new HttpLambdaIntegration('Feedback', props.feedback);
    const query = new HttpLambdaIntegration('Query', props.query);
    this.addRoute('/predict', apigateway.HttpMethod.POST, predict);
    this.addRoute('/metrics', apigateway.HttpMethod.GET, predict);
    this.addRoute('/outcomes', apigateway.HttpMethod.POST, feedback);
    this.addRoute('/model', apigateway.HttpMethod.GET, query);
    this.addRoute('/model/versions', apigateway.HttpMethod.GET, query);
    this.addRoute('/model/history', apigateway.HttpMethod.GET, query);
    const stage = this.createStage(props);
    this.api.node.addDependency(props.alias);
    new CfnOutput(this, 'Url', { value: stage.url, description: `Predictions of ${props.modelName}` });
  }

  /** CDK does not own the alias, so it is named by its ARN. */
  private aliasOf(predict: lambda.IFunction): lambda.IFunction {
    return lambda.Function.fromFunctionAttributes(this, 'Live', {
      functionArn: `${predict.functionArn}:${LIVE_ALIAS}`,
      sameEnvironment: true,
    });
  }

  private addRoute(path: string, method: apigateway.HttpMethod, integration: HttpLambdaIntegration): void {
    this.api.addRoutes({ path, methods: [method], integration });
  }

  private createStage({ logName, logDays }: ModelApiProps): apigateway.HttpStage {
    const accessLogs = new logs.LogGroup(this, 'AccessLogs', {
      // the prefix keeps the size of the account's log resource policy constant; a region takes only ten policies
      logGroupName: `/aws/vendedlogs/apis/${logName}`,
      retention: logRetention(logDays),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: REQUESTS_PER_SECOND, burstLimit: REQUESTS_PER_SECOND },
      accessLogSettings: { destination: new apigateway.LogGroupLogDestination(accessLogs) },
    });
  }
}
