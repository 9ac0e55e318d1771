import type { DataFinding } from '../artifacts/data-finding.ts';
import type { DataFacts } from './data-facts.ts';

const MOST_NAMED = 5;

/** In what the champion reads and predicts other columns and classes than the definition says. */
export function schemaFindings({ settings, schema }: DataFacts): DataFinding[] {
  if (schema === null || schema.differences.length === 0) return [];
  const { championVersion, features: n, differences } = schema;
  const refused = settings.changedSchema === 'refuse';
  const remedy = refused ? 'set gate.changedSchema to accept if that is meant' : 'see whether that is meant';
  const more = differences.length > MOST_NAMED ? ` and ${differences.length - MOST_NAMED} more` : '';
  const named = differences.slice(0, MOST_NAMED).join(', ');
  const reason = `the champion ${championVersion} differs from the definition in ${named}${more}, and 0 differences are expected: ${remedy}`;
  const severity = refused ? 'stop' : 'warning';
  return [{ code: 'SchemaChanged', severity, reason, value: differences.length, threshold: 0, n }];
}
