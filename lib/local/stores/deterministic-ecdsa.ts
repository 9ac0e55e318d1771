import { createECDH, createHmac } from 'node:crypto';

/** Order of the group of NIST P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const BYTES = 32;

/**
 * ECDSA on NIST P-256 with the nonce of RFC 6979: a valid signature, and always the same one for the same digest, where
 * the usual one is random. The digest is a SHA-256; the signature is in DER.
 */
export function signDigest(privateKey: Buffer, digest: Buffer): Buffer {
  const [d, z] = [integer(privateKey), integer(digest) % ORDER];
  for (const nonce of nonces(privateKey, bytes(z))) {
    const r = pointX(nonce) % ORDER;
    const s = (inverse(nonce) * (z + r * d)) % ORDER;
    if (r > 0n && s > 0n) return derSequence([r, s]);
  }
  throw new Error('the nonces of RFC 6979 never end');
}

/** Verifies with the private key: the nonce that the signature implies has to lead to its first half. */
export function isSignatureOf(privateKey: Buffer, digest: Buffer, signature: Buffer): boolean {
  const [r, s] = derIntegers(signature);
  if (r === undefined || s === undefined || !isInGroup(r) || !isInGroup(s)) return false;
  const z = integer(digest) % ORDER;
  const nonce = (inverse(s) * (z + r * integer(privateKey))) % ORDER;
  return nonce > 0n && pointX(nonce) % ORDER === r;
}

/** A private key from any 32 bytes. */
export function privateKeyFrom(seed: Buffer): Buffer {
  return bytes((integer(seed) % (ORDER - 1n)) + 1n);
}

/** Section 3.2 of RFC 6979, for a hash as long as the order. */
function* nonces(privateKey: Buffer, digest: Buffer): Generator<bigint> {
  let value: Buffer = Buffer.alloc(BYTES, 1);
  let key: Buffer = Buffer.alloc(BYTES, 0);
  const update = (...parts: readonly Uint8Array[]) => {
    key = hmac(key, value, ...parts);
    value = hmac(key, value);
  };
  update(Buffer.from([0]), privateKey, digest);
  update(Buffer.from([1]), privateKey, digest);
  for (;;) {
    value = hmac(key, value);
    const candidate = integer(value);
    if (isInGroup(candidate)) yield candidate;
    update(Buffer.from([0]));
  }
}

function hmac(key: Buffer, ...parts: readonly Uint8Array[]): Buffer {
  return createHmac('sha256', key).update(Buffer.concat(parts)).digest();
}

/** The x coordinate of the generator taken so many times. */
function pointX(scalar: bigint): bigint {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(bytes(scalar));
  return integer(curve.getPublicKey().subarray(1, 1 + BYTES));
}

/** By Fermat: the order is prime. */
function inverse(value: bigint): bigint {
  let [result, base] = [1n, value % ORDER];
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}

function isInGroup(value: bigint): boolean {
  return value > 0n && value < ORDER;
}

function integer(content: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(content).toString('hex') || '0'}`);
}

function bytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * BYTES, '0'), 'hex');
}

function derSequence(values: readonly bigint[]): Buffer {
  const content = Buffer.concat(values.map(derInteger));
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const magnitude = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  // a leading bit would make it negative
  const content = (magnitude[0] ?? 0) < 0x80 ? magnitude : Buffer.concat([Buffer.from([0]), magnitude]);
  return Buffer.concat([Buffer.from([0x02, content.length]), content]);
}

/** The integers of a sequence; fewer than two where it is none. */
function derIntegers(signature: Buffer): bigint[] {
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) return [];
  const found: bigint[] = [];
  for (let place = 2; signature[place] === 0x02; ) {
    const start = place + 2;
    const end = start + (signature[place + 1] ?? 0);
    found.push(integer(signature.subarray(start, end)));
    place = end;
  }
  return found;
}
