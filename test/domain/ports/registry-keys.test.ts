import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareModelVersions } from '../../../lib/domain/ledger/model-version.ts';
import { modelVersionKey, registryPartitions, sequenceKey } from '../../../lib/domain/ports/registry-keys.ts';

const byText = (one: string, other: string) => (one < other ? -1 : Number(one > other));

test('sequence numbers sort as text the way they sort as numbers', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, other) => {
      expect(byText(sequenceKey(one), sequenceKey(other))).toBe(Math.sign(one - other));
    }),
  );
});

test('model versions sort as text the way they sort as versions', () => {
  const version = fc.tuple(fc.nat(20), fc.nat(2000), fc.nat(20)).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(version, version, (one, other) => {
      expect(byText(modelVersionKey(one), modelVersionKey(other))).toBe(Math.sign(compareModelVersions(one, other)));
    }),
  );
});

test('no two kinds of items share a partition', () => {
  const keys = Object.values(registryPartitions).map((partition) => partition('bank'));
  expect(new Set(keys).size).toBe(keys.length);
});
