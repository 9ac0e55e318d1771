import { expect, test } from 'vitest';
import { codePair, releaseSchema, sameCode, sameModel } from '../../../lib/domain/ledger/release.ts';
import { FIRST, NEW_CODE, NEWER_CODE, OLD_CODE, releaseOf, SECOND } from './ledger-samples.ts';

test('code is the same when configuration and package are', () => {
  expect(sameCode(FIRST, SECOND)).toBe(true);
  expect(sameCode(NEW_CODE, { ...NEW_CODE })).toBe(true);
  expect(sameCode(NEW_CODE, NEWER_CODE)).toBe(false);
  expect(sameCode(NEW_CODE, { ...NEW_CODE, releaseKey: OLD_CODE.releaseKey })).toBe(false);
});

test('a model is the same when its version and its artefact are', () => {
  const elsewhere = releaseOf('9', FIRST.modelVersion, NEW_CODE);

  expect(sameModel(FIRST, elsewhere)).toBe(true);
  expect(sameModel(FIRST, { ...FIRST, modelVersion: '1.0.1' })).toBe(false);
  expect(sameModel(FIRST, { ...FIRST, modelSha256: SECOND.modelSha256 })).toBe(false);
});

test('a release is parted from its code without the rest', () => {
  expect(codePair(FIRST)).toEqual(OLD_CODE);
});

test('a release at the door has a published version and whole hashes', () => {
  expect(releaseSchema.parse(FIRST)).toEqual(FIRST);
  expect(releaseSchema.safeParse({ ...FIRST, functionVersion: '$LATEST' }).success).toBe(false);
  expect(releaseSchema.safeParse({ ...FIRST, modelSha256: 'abc' }).success).toBe(false);
  expect(releaseSchema.safeParse({ ...FIRST, releaseKey: '' }).success).toBe(false);
  expect(releaseSchema.safeParse({ ...FIRST, weight: 1 }).success).toBe(false);
});
