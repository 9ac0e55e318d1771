/** One measurement. */
export interface MetricDatum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Seconds: whether it can be told apart from others of the same minute. */
  readonly storageResolution: 1 | 60;
}

/** What makes a metric: another set of dimensions is another metric. */
export type MetricIdentity = Pick<MetricDatum, 'namespace' | 'name' | 'dimensions'>;

/** One text for one metric. */
export function metricKey({ namespace, name, dimensions }: MetricIdentity): string {
  const pairs = Object.keys(dimensions)
    .sort()
    .map((dimension) => `${dimension}=${dimensions[dimension]}`);
  return ['metric', namespace, name, ...pairs].join('\n');
}

/** One text for all metrics of one name with exactly these dimensions, whatever their values. */
export function schemaKey(namespace: string, name: string, dimensionNames: readonly string[]): string {
  return ['schema', namespace, name, ...dimensionNames.toSorted()].join('\n');
}
