import { KMSClient } from '@aws-sdk/client-kms';
import { expect, onTestFinished, test } from 'vitest';
import { kmsSigner } from '../../lib/aws/kms-signer.ts';
import type { Signer } from '../../lib/domain/ports/signer.ts';
import { SigningKeys } from '../../lib/local/stores/signing-keys.ts';
import { inMemorySigner } from '../in-memory/in-memory-signer.ts';
import { signerContract } from './signer-contract.ts';
import { clientConfig } from './wire/client-config.ts';
import { startKmsWire } from './wire/kms-wire.ts';

let created = 0;

async function kms() {
  created += 1;
  const keys = new SigningKeys('seed', () => 0);
  const keyId = `signing-${created}`;
  keys.create({ keyId, keySpec: 'ECC_NIST_P256', keyUsage: 'SIGN_VERIFY', description: '' });
  const wire = await startKmsWire(keys);
  onTestFinished(() => wire.close());
  return { keys, keyId, wire, client: new KMSClient(clientConfig(wire.endpoint)) };
}

signerContract('a signer in memory', async () => inMemorySigner());

signerContract('a signer of KMS', async () => {
  const { client, keyId } = await kms();
  return kmsSigner(client, keyId);
});

test('KMS gets the digest and never the text', async () => {
  const { client, keyId, wire } = await kms();

  await kmsSigner(client, keyId).sign('model 1.4.0');

  const [request] = wire.requests;
  expect(JSON.parse(request?.body.toString() ?? '')).toEqual({
    KeyId: keyId,
    // printf 'model 1.4.0' | openssl dgst -sha256 -binary | base64
    Message: 'P5BXCZs3rBNFkvrpvWIkXbkzKUhMo4tSGc+pLi1QYJg=',
    MessageType: 'DIGEST',
    SigningAlgorithm: 'ECDSA_SHA_256',
  });
});

test('a key that does not exist is a failure, not a signature that is wrong', async () => {
  const { client, keyId } = await kms();
  const signature = await kmsSigner(client, keyId).sign('model 1.4.0');
  const signer = kmsSigner(client, 'no-such-key');

  await expect(signer.sign('model 1.4.0')).rejects.toThrow("Key 'no-such-key' does not exist");
  await expect(signer.verify('model 1.4.0', signature)).rejects.toThrow("Key 'no-such-key' does not exist");
  await expect(signer.publicKey()).rejects.toThrow("Key 'no-such-key' does not exist");
});

test.each<[string, (signer: Signer) => Promise<string>]>([
  ['a signature', (signer) => signer.sign('model 1.4.0')],
  ['the public key', (signer) => signer.publicKey()],
])('an answer without %s is no success', async (what, ask) => {
  const { client, keyId, wire } = await kms();
  wire.interrupt(() =>
    Promise.resolve({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{}' }),
  );

  await expect(ask(kmsSigner(client, keyId))).rejects.toThrow(new RegExp(`^${what} .* should come back, got nothing$`));
});
