import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DataFinding } from '../artifacts/data-finding.ts';
import type { DataGateQuestion } from './data-gate-question.ts';
import { levelOf } from './missing-value.ts';

/** Above this share of outcomes without a tenant nobody can say whose the data are. */
const MOST_UNKNOWN = 0.5;

type Rows = DataGateQuestion['rows'];

const read = levelOf([]);

/** Whether one tenant is nearly all that a model would learn from; no reason names it, as it may be a person (S0-30). */
export function tenantShareFindings({ definition, rows }: DataGateQuestion): DataFinding[] {
  const { tenant, samples } = definition;
  const threshold = samples.maximumTenantShare;
  if (tenant === null || threshold === null || rows.length === 0) return [];
  const counts = tenantCounts(rows, tenant);
  const n = rows.length;
  return [...unknownTenants(n - sum(counts), n, tenant), ...dominatingTenant(largest(counts), n, threshold)];
}

function unknownTenants(count: number, n: number, tenant: string): DataFinding[] {
  if (count / n <= MOST_UNKNOWN + THRESHOLD_TOLERANCE) return [];
  const reason = `${count} of ${n} outcomes have no tenant in '${tenant}', more than ${MOST_UNKNOWN} of them: send that column with every outcome`;
  return [{ code: 'TenantUnknown', severity: 'warning', reason, value: count / n, threshold: MOST_UNKNOWN, n }];
}

function dominatingTenant(count: number, n: number, threshold: number): DataFinding[] {
  if (count / n <= threshold + THRESHOLD_TOLERANCE) return [];
  const remedy = 'see why no others come, or raise samples.maximumTenantShare';
  const reason = `${count} of ${n} outcomes are of one tenant, at most ${threshold} of them may be: ${remedy}`;
  return [{ code: 'TenantDominates', severity: 'stop', reason, value: count / n, threshold, n }];
}

/** Hashes that stand for several tenants at once. */
export function tenantHashFindings({ definition: { tenant, tenantHash }, rows }: DataGateQuestion): DataFinding[] {
  if (tenant === null || tenantHash === null) return [];
  const tenants = new Map<string, Set<string>>();
  for (const { features } of rows) {
    const [one, hash] = [read(features[tenant]), read(features[tenantHash])];
    if (one !== null && hash !== null) tenants.set(hash, (tenants.get(hash) ?? new Set()).add(one));
  }
  const most = largest([...tenants.values()].map(({ size }) => size));
  if (most <= 1) return [];
  const shared = [...tenants.values()].filter(({ size }) => size > 1).length;
  const reason = `${shared} of ${tenants.size} values of '${tenantHash}' stand for several tenants, one for ${most}, and each should stand for 1: use a longer hash`;
  return [{ code: 'TenantHashCollision', severity: 'warning', reason, value: most, threshold: 1, n: tenants.size }];
}

function tenantCounts(rows: Rows, column: string): number[] {
  const counts = new Map<string, number>();
  for (const { features } of rows) {
    const tenant = read(features[column]);
    if (tenant !== null) counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
  }
  return [...counts.values()];
}

function largest(counts: readonly number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
