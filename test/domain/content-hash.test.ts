import { expect, test } from 'vitest';
import { contentHash, sha256Hex, sha256Schema } from '../../lib/domain/content-hash.ts';

// FIPS 180-4, example of a one-block message
const HASH_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a text has the SHA-256 of its UTF-8 bytes', () => {
  expect(sha256Hex('abc')).toBe(HASH_OF_ABC);
  expect(sha256Hex(new Uint8Array([0x61, 0x62, 0x63]))).toBe(HASH_OF_ABC);
  expect(sha256Hex('€')).toBe(sha256Hex(new Uint8Array([0xe2, 0x82, 0xac])));
});

test('a value has the hash of its canonical JSON', () => {
  expect(contentHash({ b: 1, a: 'x' })).toBe(sha256Hex('{"a":"x","b":1}'));
});

test.each([
  ['64 lower-case digits', true, HASH_OF_ABC],
  ['upper case', false, HASH_OF_ABC.toUpperCase()],
  ['63 digits', false, HASH_OF_ABC.slice(1)],
  ['65 digits', false, `0${HASH_OF_ABC}`],
  ['base64', false, 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='],
])('as a digest, %s is accepted: %s', (_, accepted, digest) => {
  expect(sha256Schema.safeParse(digest).success).toBe(accepted);
});
