import { schemaKey } from './metric-datum.ts';
import type { MetricSeries, Periods, Values } from './metric-series.ts';
import type { MetricStore } from './metric-store.ts';

/** A Metrics Insights query with one series per value of a dimension. */
export interface InsightsQuery {
  /** Key of the metrics that it reads. */
  readonly schema: string;
  readonly where: Readonly<Record<string, string>>;
  readonly groupBy: string;
}

const NAME = '\\w+';
const CONDITION = `(${NAME})='([^']+)'`;
const FORM = new RegExp(
  [
    `^SELECT SUM\\((?<metric>${NAME})\\)`,
    ` FROM SCHEMA\\("(?<namespace>[^"]+)", ?(?<dimensions>${NAME}(?:, ?${NAME})*)\\)`,
    ` WHERE (?<conditions>${CONDITION}(?: AND ${CONDITION})*)`,
    ` GROUP BY (?<groupBy>${NAME})`,
    ` ORDER BY SUM\\(\\) DESC$`,
  ].join(''),
);

/**
 * Reads `SELECT SUM(metric) FROM SCHEMA("namespace", dimensions) WHERE a='b' AND … GROUP BY dimension
 * ORDER BY SUM() DESC`, and nothing else that Metrics Insights knows. An alarm of several series has to be ordered.
 */
export function parseInsightsQuery(text: string): InsightsQuery {
  const groups = FORM.exec(text)?.groups;
  if (groups === undefined) throw new Error(`the Metrics Insights query '${text}' is not simulated`);
  const { metric = '', namespace = '', dimensions = '', conditions = '', groupBy = '' } = groups;
  const names = dimensions.split(/, ?/);
  const where = Object.fromEntries(
    [...conditions.matchAll(new RegExp(CONDITION, 'g'))].map(([, name = '', value = '']) => [name, value]),
  );
  const foreign = [groupBy, ...Object.keys(where)].find((name) => !names.includes(name));
  if (foreign !== undefined) throw new Error(`the Metrics Insights query names ${foreign}, which is not in its schema`);
  return { schema: schemaKey(namespace, metric, names), where, groupBy };
}

/** The metrics of each group that is not empty, by the value of its dimension. */
export function groupsOf({ schema, where, groupBy }: InsightsQuery, store: MetricStore): Map<string, MetricSeries[]> {
  const matching = store
    .ofSchema(schema)
    .filter(({ identity }) => Object.entries(where).every(([name, value]) => identity.dimensions[name] === value));
  return Map.groupBy(matching, ({ identity }) => identity.dimensions[groupBy] ?? '');
}

/** Sum of a group per period; a gap where none of its metrics has data. */
export function groupValues(group: readonly MetricSeries[], periods: Periods): Values {
  const [first = [], ...others] = group.map((series) => series.values('Sum', periods));
  return first.map((value, index) =>
    others.reduce((sum, values) => {
      const other = values[index];
      return sum === undefined || other === undefined ? (sum ?? other) : sum + other;
    }, value),
  );
}
