import type { MetricDatum } from '../cloudwatch/metric-datum.ts';

/** What an invocation was sent to and what came of it. */
export interface MeasuredInvocation {
  readonly functionName: string;
  /** The part after the function's name in the request: an alias, a version, or none. */
  readonly qualifier: string | null;
  readonly executedVersion: string;
  /** Whether the qualifier is an alias: then the executed version is a dimension too. */
  readonly byAlias: boolean;
  /** When it began. */
  readonly time: number;
}

export type EmitMetric = (datum: MetricDatum) => void;

/** One value for all sets of dimensions, or one for each: function, resource, executed version. */
export type MetricValues = Readonly<Record<string, number | readonly number[]>>;

/** Emits values of `AWS/Lambda` under every set of dimensions that Lambda uses. */
export function emitLambdaMetrics(
  emit: EmitMetric,
  { functionName, qualifier, executedVersion, byAlias, time }: MeasuredInvocation,
  values: MetricValues,
): void {
  const Resource = qualifier === null ? functionName : `${functionName}:${qualifier}`;
  const dimensionSets: Readonly<Record<string, string>>[] = [
    { FunctionName: functionName },
    { FunctionName: functionName, Resource },
  ];
  if (byAlias) dimensionSets.push({ ExecutedVersion: executedVersion, FunctionName: functionName, Resource });
  for (const [name, value] of Object.entries(values)) {
    for (const [index, dimensions] of dimensionSets.entries()) {
      const own = typeof value === 'number' ? value : (value[index] ?? 0);
      emit({ namespace: 'AWS/Lambda', name, dimensions, value: own, time, storageResolution: 60 });
    }
  }
}
