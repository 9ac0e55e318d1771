import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, METRIC_SERVICE, type MetricName, metricDimensions } from '../../domain/metric-names.ts';
import { aliasResource } from '../../domain/resource-names.ts';

const MINUTE = Duration.minutes(1);

/** The metrics of one model, as alarms and the dashboard read them. */
export class ModelMetrics {
  private readonly modelName: string;
  readonly functionName: string;

  constructor(modelName: string, functionName: string) {
    this.modelName = modelName;
    this.functionName = functionName;
  }

  /** One of Ratchet's own metrics, over all function versions. */
  own(metricName: MetricName, statistic: string, period: Duration = MINUTE): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      statistic,
      period,
      dimensionsMap: { [metricDimensions.service]: METRIC_SERVICE, [metricDimensions.model]: this.modelName },
    });
  }

  /** One of Lambda's metrics on everything that came through the alias. CDK's own alias metrics have wrong dimensions. */
  alias(
    metricName: 'Invocations' | 'Errors' | 'Duration' | 'Throttles',
    statistic: string,
    period: Duration = MINUTE,
  ): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName,
      statistic,
      period,
      dimensionsMap: { FunctionName: this.functionName, Resource: aliasResource(this.functionName) },
    });
  }
}
