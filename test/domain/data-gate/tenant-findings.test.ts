import { describe, expect, test } from 'vitest';
import { found, goodFeatures, rowsOf, told } from './data-gate-samples.ts';

const withTenant = (tenantOf: (index: number) => string | number | null, hashOf?: (index: number) => string | null) =>
  rowsOf(100, (index) => ({
    features: { ...goodFeatures, account: tenantOf(index), ...(hashOf && { account_hash: hashOf(index) }) },
  }));
const tenant = { tenant: 'account' };
const share = (maximumTenantShare: number | false) => ({ ...tenant, samples: { maximumTenantShare, minimumNew: 0 } });
/** One tenant has so many of 100 rows, and others one each. */
const largest = (count: number) => withTenant((index) => (index < count ? 'big' : `small ${index}`));

describe('the largest tenant (S0-30)', () => {
  test.each([
    [90, 0.9, []],
    [91, 0.9, ['TenantDominates stop']],
    [29, 0.29, []],
    [30, 0.29, ['TenantDominates stop']],
    [100, 1, []],
    [100, false, []],
  ] as const)('with %i of 100 rows, %s allowed: %j', (count, limit, expected) => {
    expect(told({ rows: largest(count) }, share(limit))).toEqual(expected);
  });

  test('may have nine tenths unless told otherwise, and no reason says who it is', () => {
    const [finding] = found({ rows: largest(95) }, { ...tenant, samples: { minimumNew: 0 } });

    expect(finding).toMatchObject({ value: 0.95, threshold: 0.9, n: 100 });
    expect(finding?.reason).toBe(
      '95 of 100 outcomes are of one tenant, at most 0.9 of them may be: see why no others come, or raise samples.maximumTenantShare',
    );
  });

  test('is of no matter without a column of tenants', () => {
    expect(told({ rows: largest(100) })).toEqual([]);
  });

  test('is the same whether its number comes as one or as a text', () => {
    expect(told({ rows: withTenant((index) => (index % 2 === 0 ? 7 : '7')) }, share(0.5))).toEqual([
      'TenantDominates stop',
    ]);
  });
});

describe('rows without a tenant', () => {
  const lacking = (count: number, without: string | null = null) =>
    withTenant((index) => (index < count ? without : `tenant ${index}`));

  test.each([
    [50, null, []],
    [51, null, ['TenantUnknown warning']],
    [51, ' ', ['TenantUnknown warning']],
    [100, null, ['TenantUnknown warning']],
  ] as const)('%i of 100, as %j: %j', (count, without, expected) => {
    expect(told({ rows: lacking(count, without) }, share(0.9))).toEqual(expected);
  });

  test('are no tenant together, and count in the share of those that are', () => {
    const rows = withTenant((index) => (index < 60 ? null : 'only'));

    expect(told({ rows }, share(0.4))).toEqual(['TenantUnknown warning']);
    expect(told({ rows }, share(0.39))).toEqual(['TenantUnknown warning', 'TenantDominates stop']);
  });

  test('are not looked for where shares are not', () => {
    expect(told({ rows: lacking(100) }, share(false))).toEqual([]);
  });
});

describe('a hash of tenants (S0-30)', () => {
  const hashed = { ...share(false), tenantHash: 'account_hash' };
  const buckets = (count: number) =>
    withTenant(
      (index) => `tenant ${index % 10}`,
      (index) => `hash ${(index % 10) % count}`,
    );

  test.each([
    [10, []],
    [9, ['TenantHashCollision warning']],
    [1, ['TenantHashCollision warning']],
  ])('of which 10 tenants have %i: %j', (count, expected) => {
    expect(told({ rows: buckets(count) }, hashed)).toEqual(expected);
  });

  test('says how many values are shared, and by how many at most', () => {
    expect(found({ rows: buckets(8) }, hashed)).toEqual([
      {
        code: 'TenantHashCollision',
        severity: 'warning',
        reason:
          "2 of 8 values of 'account_hash' stand for several tenants, one for 2, and each should stand for 1: use a longer hash",
        value: 2,
        threshold: 1,
        n: 8,
      },
    ]);
  });

  test('that a row lacks, or whose tenant it lacks, collides with nothing', () => {
    const rows = withTenant(
      (index) => (index % 2 === 0 ? null : `tenant ${index}`),
      () => 'one',
    );
    const without = withTenant(
      (index) => `tenant ${index}`,
      () => null,
    );

    expect(told({ rows: rows.slice(0, 2).concat(rowsOf(98)) }, hashed)).toEqual([]);
    expect(told({ rows: without }, hashed)).toEqual([]);
  });
});
