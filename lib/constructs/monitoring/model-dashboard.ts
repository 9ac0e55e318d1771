import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, METRIC_SERVICE, metricNames } from '../../domain/metric-names.ts';
import { aliasResource } from '../../domain/resource-names.ts';
import type { ModelMetrics } from './model-metrics.ts';

export interface ModelDashboardProps {
  readonly dashboardName: string;
  readonly modelName: string;
  readonly metrics: ModelMetrics;
  readonly alarms: readonly cloudwatch.IAlarm[];
}

const HOUR = Duration.hours(1);
const DAY = Duration.days(1);
/** What the 95th percentile of the response time should stay below. */
const RESPONSE_OBJECTIVE_MILLISECONDS = 50;

/** How one model does, on one page. */
export class ModelDashboard extends Construct {
  constructor(scope: Construct, id: string, { dashboardName, modelName, metrics, alarms }: ModelDashboardProps) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName,
      defaultInterval: Duration.days(30),
    });
    dashboard.addWidgets(
      graph('Quality on matured outcomes', [
        metrics.own(metricNames.modelAuc, 'Average', HOUR),
        metrics.own(metricNames.modelAccuracy, 'Average', HOUR),
      ]),
      graph('Training rows', [metrics.own(metricNames.trainingRows, 'Maximum', DAY), weeklyGrowth(metrics)]),
    );
    dashboard.addWidgets(
      graph('Retrains, promotions and rollbacks', [
        metrics.own(metricNames.retrains, 'Sum', DAY),
        metrics.own(metricNames.promotions, 'Sum', DAY),
        metrics.own(metricNames.rollbacks, 'Sum', DAY),
        metrics.own(metricNames.modelVersionEpoch, 'Maximum', DAY),
      ]),
      new cloudwatch.GraphWidget({
        title: 'Response time',
        width: 12,
        left: [metrics.alias('Duration', 'p50'), metrics.alias('Duration', 'p95'), metrics.alias('Duration', 'p99')],
        leftAnnotations: [{ value: RESPONSE_OBJECTIVE_MILLISECONDS, label: 'p95 objective' }],
      }),
    );
    dashboard.addWidgets(
      graph('Answers by function version', [
        byVersion(modelName, metricNames.answers),
        byVersion(modelName, metricNames.badAnswers),
        byVersion(modelName, metricNames.labelledAnswers),
        byVersion(modelName, metricNames.wrongAnswers),
      ]),
      graph('Errors by function version', [errorsByVersion(metrics.functionName)]),
    );
    dashboard.addWidgets(
      graph('Drift', [
        metrics.own(metricNames.featurePsi, 'Maximum', HOUR),
        metrics.own(metricNames.scorePsi, 'Maximum', HOUR),
        metrics.own(metricNames.calibrationShift, 'Maximum', HOUR),
        metrics.own(metricNames.driftDetected, 'Maximum', HOUR),
      ]),
      new cloudwatch.AlarmStatusWidget({ title: 'Alarms', width: 12, alarms: [...alarms] }),
    );
  }
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, width: 12, left });
}

function weeklyGrowth(metrics: ModelMetrics): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'RATE(rows)*604800',
    label: 'Growth per week',
    usingMetrics: { rows: metrics.own(metricNames.trainingRows, 'Maximum', DAY) },
    period: DAY,
  });
}

/** Function versions are not known when the stack is deployed, so a search finds them. */
function byVersion(modelName: string, metricName: string): cloudwatch.MathExpression {
  const dimensions = `{${METRIC_NAMESPACE},functionVersion,model,service}`;
  return search(
    `${dimensions} MetricName="${metricName}" model="${modelName}" service="${METRIC_SERVICE}"`,
    metricName,
  );
}

function errorsByVersion(functionName: string): cloudwatch.MathExpression {
  const dimensions = '{AWS/Lambda,ExecutedVersion,FunctionName,Resource}';
  return search(`${dimensions} MetricName="Errors" Resource="${aliasResource(functionName)}"`, 'Errors');
}

function search(query: string, label: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SEARCH('${query}', 'Sum')`,
    label,
    usingMetrics: {},
    period: Duration.minutes(5),
  });
}
