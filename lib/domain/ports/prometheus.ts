import type { PrometheusQuery } from '../definition/performance-source.ts';

/**
 * What a query of a Prometheus server says now; null where there is no series, or its value is not a number. Throws
 * `PrometheusFailed`.
 */
export type Prometheus = (query: PrometheusQuery) => Promise<number | null>;
