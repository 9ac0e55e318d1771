import { z } from 'zod';
import type { Parts } from './definition-parts.ts';
import { choice, text } from './definition-values.ts';

const MOST_DIMENSIONS = 30;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const SECURE = 'should be an https address without a user, such as "https://prometheus.example.com"';

const dimension = (what: string) => text(`${what} of 1 to 255 visible characters`, /^[\x21-\x7e][\x20-\x7e]{0,254}$/);

const cloudWatchSchema = z.strictObject(
  {
    namespace: text('a namespace of CloudWatch, such as "Acme/Models"', /^[A-Za-z0-9._/#:-]{1,255}$/),
    metricName: dimension('a metric name'),
    dimensions: z
      .record(dimension('a name'), dimension('a value'), 'should be an object such as {"model": "churn"}')
      .refine(
        (given) => Object.keys(given).length <= MOST_DIMENSIONS,
        `should be at most ${MOST_DIMENSIONS} dimensions`,
      )
      .optional(),
    statistic: choice(['Average', 'Minimum', 'Maximum', 'Sum']).optional(),
  },
  'should be an object such as {"namespace": "Acme/Models", "metricName": "Accuracy"}',
);

const prometheusSchema = z.strictObject(
  {
    url: z.string(SECURE).max(500, SECURE).refine(isSecure, SECURE),
    query: text('a query of 1 to 2000 characters, such as "avg(accuracy)"', /^[\s\S]{1,2000}$/),
  },
  'should be an object such as {"url": "https://prometheus.example.com", "query": "avg(accuracy)"}',
);

/** Where performance is known from, when it is not measured on outcomes: one of these. */
export const performanceSourceSchema = z
  .strictObject(
    { cloudWatch: cloudWatchSchema.optional(), prometheus: prometheusSchema.optional() },
    'should be an object such as {"prometheus": {"url": "https://prometheus.example.com", "query": "avg(accuracy)"}}',
  )
  .refine((given) => Object.keys(given).length === 1, 'should have either cloudWatch or prometheus');

/** A metric of CloudWatch that is not Ratchet's. */
export interface MetricSource {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Minimum' | 'Maximum' | 'Sum';
}

/** One number of a Prometheus server. */
export interface PrometheusQuery {
  readonly url: string;
  /** In PromQL. */
  readonly query: string;
}

/** One of these. */
export interface PerformanceSource {
  readonly cloudWatch?: MetricSource;
  readonly prometheus?: PrometheusQuery;
}

/** Undefined where neither is whole. */
export function resolveSource(
  given: Parts<z.infer<typeof performanceSourceSchema>> = {},
): PerformanceSource | undefined {
  const { url, query } = given.prometheus ?? {};
  if (url !== undefined && query !== undefined) return { prometheus: { url, query } };
  const { namespace, metricName, dimensions = {}, statistic = 'Average' } = given.cloudWatch ?? {};
  if (namespace === undefined || metricName === undefined) return undefined;
  const named = Object.entries(dimensions).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return { cloudWatch: { namespace, metricName, dimensions: Object.fromEntries(named), statistic } };
}

/** Nobody on the way can read or change the number; on this machine there is no way. */
function isSecure(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if (username + password + search + hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}
