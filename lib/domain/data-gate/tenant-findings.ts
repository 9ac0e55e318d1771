import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { DataFinding } from '../artifacts/data-finding.ts';
import type { DataFacts } from './data-facts.ts';

/** Above this share of outcomes without a tenant nobody can say whose the data are. */
const MOST_UNKNOWN = 0.5;

/** Whether one tenant is nearly all that a model would learn from; no reason names it, as it may be a person (S0-30). */
export function tenantShareFindings({ settings: { samples }, tenants, rows: n }: DataFacts): DataFinding[] {
  const threshold = samples.maximumTenantShare;
  if (tenants === null || threshold === null || n === 0) return [];
  return [...unknownTenants(tenants.unknown, n, tenants.column), ...dominatingTenant(tenants.largest, n, threshold)];
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
export function tenantHashFindings({ tenantHashes }: DataFacts): DataFinding[] {
  if (tenantHashes === null || tenantHashes.most <= 1) return [];
  const { column, hashes, shared, most } = tenantHashes;
  const reason = `${shared} of ${hashes} values of '${column}' stand for several tenants, one for ${most}, and each should stand for 1: use a longer hash`;
  return [{ code: 'TenantHashCollision', severity: 'warning', reason, value: most, threshold: 1, n: hashes }];
}
