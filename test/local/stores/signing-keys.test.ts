import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { isSignatureOf, privateKeyFrom, signDigest } from '../../../lib/local/stores/deterministic-ecdsa.ts';
import { SigningKeys } from '../../../lib/local/stores/signing-keys.ts';

const caller = { id: 'test' };
const sha256 = (text: string) => Buffer.from(sha256Hex(text), 'hex');

/** RFC 6979, appendix A.2.5: ECDSA with P-256 and SHA-256. */
const rfcKey = Buffer.from('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721', 'hex');
const rfcSignatures = [
  [
    'sample',
    'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716',
    'F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
  ],
  [
    'test',
    'F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367',
    '019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083',
  ],
] as const;

test.each(rfcSignatures)('the signature of "%s" is that of RFC 6979', (message, r, s) => {
  const signature = signDigest(rfcKey, sha256(message)).toString('hex').toUpperCase();

  expect(signature).toContain(r);
  expect(signature).toContain(s);
});

test('a signature of OpenSSL is accepted, one with a flipped bit is not', () => {
  for (let round = 0; round < 20; round++) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const d = Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url');
    const message = randomBytes(round);
    const signature = sign('sha256', message, privateKey);
    const digest = Buffer.from(sha256Hex(message), 'hex');

    expect(isSignatureOf(d, digest, signature)).toBe(true);
    const last = signature.length - 1;
    signature[last] = (signature[last] ?? 0) ^ 1;
    expect(isSignatureOf(d, digest, signature)).toBe(false);
  }
});

test.each(['', '00', '3000', '30060201000201ff', '3006020101020100'])('%s is no signature', (hex) => {
  expect(isSignatureOf(rfcKey, sha256('sample'), Buffer.from(hex, 'hex'))).toBe(false);
});

test('any 32 bytes make a private key', () => {
  const keys = [Buffer.alloc(32), Buffer.alloc(32, 255)].map(privateKeyFrom);

  for (const key of keys) expect(isSignatureOf(key, sha256('m'), signDigest(key, sha256('m')))).toBe(true);
});

function signingKeys(seed = 'seed') {
  const keys = new SigningKeys(seed, () => 1000);
  const { arn } = keys.create({
    keyId: 'signing',
    keySpec: 'ECC_NIST_P256',
    keyUsage: 'SIGN_VERIFY',
    description: 'd',
  });
  keys.create({ keyId: 'data', keySpec: 'SYMMETRIC_DEFAULT', keyUsage: 'ENCRYPT_DECRYPT', description: '' });
  const call = (operation: string, input: object) =>
    keys.operations[operation]?.({ ...input }, caller) as Record<string, string>;
  return { keys, arn, call };
}

const Message = Buffer.from('manifest').toString('base64');
const message = { Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' };

test('what is signed can be verified here, and by anybody with the public key', () => {
  const { call, arn } = signingKeys();

  const { Signature = '', KeyId } = call('Sign', { ...message, KeyId: 'signing' });
  const answer = call('Verify', { ...message, KeyId: arn, Signature });
  const { PublicKey = '' } = call('GetPublicKey', { KeyId: arn });

  expect(KeyId).toBe(arn);
  expect(answer).toMatchObject({ SignatureValid: true, KeyId: arn });
  const publicKey = createPublicKey({ key: Buffer.from(PublicKey, 'base64'), format: 'der', type: 'spki' });
  expect(verify('sha256', Buffer.from('manifest'), publicKey, Buffer.from(Signature, 'base64'))).toBe(true);
});

test('a digest is signed like the message that it belongs to', () => {
  const { call } = signingKeys();
  const digest = {
    ...message,
    Message: sha256('manifest').toString('base64'),
    MessageType: 'DIGEST',
    KeyId: 'signing',
  };

  expect(call('Sign', digest).Signature).toBe(call('Sign', { ...message, KeyId: 'signing' }).Signature);
  expect(() => call('Sign', { ...digest, Message })).toThrow('cannot be signed');
});

test('the same seed has the same keys, another one has others', () => {
  const signature = (seed: string) => signingKeys(seed).call('Sign', { ...message, KeyId: 'signing' }).Signature;

  expect(signature('a')).toBe(signature('a'));
  expect(signature('a')).not.toBe(signature('b'));
});

test('a changed message is answered with the failure of KMS', () => {
  const { call } = signingKeys();
  const { Signature } = call('Sign', { ...message, KeyId: 'signing' });

  const verification = () => call('Verify', { ...message, Message: 'AAAA', KeyId: 'signing', Signature });

  expect(verification).toThrow(expect.objectContaining({ code: 'KMSInvalidSignatureException', status: 400 }));
});

test('keys are described, and used only for what they are', () => {
  const { call, keys } = signingKeys();

  expect(call('DescribeKey', { KeyId: 'data' })).toMatchObject({
    KeyMetadata: { KeyId: 'data', Enabled: true, KeySpec: 'SYMMETRIC_DEFAULT', CreationDate: 1 },
  });
  expect(call('DescribeKey', { KeyId: 'signing' })).toMatchObject({
    KeyMetadata: { KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] },
  });
  expect(() => call('Sign', { ...message, KeyId: 'data' })).toThrow('does not sign');
  expect(() => call('Sign', { ...message, KeyId: 'signing', SigningAlgorithm: 'RSASSA_PSS_SHA_256' })).toThrow(
    'does not sign',
  );
  keys.delete('data');
  expect(() => call('DescribeKey', { KeyId: 'data' })).toThrow("Key 'data' does not exist");
});

test('a key of another kind is refused', () => {
  const { keys } = signingKeys();
  const create = () => keys.create({ keyId: 'k', keySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY', description: '' });

  expect(create).toThrow('k: a key RSA_2048 for SIGN_VERIFY is not simulated');
});
