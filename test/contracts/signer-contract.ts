import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Signer } from '../../lib/domain/ports/signer.ts';

/** What every signer promises; each set-up has a key of its own. */
export function signerContract(name: string, setUp: () => Promise<Signer>): void {
  describe(name, () => {
    test.each([
      ['a short text', 'model 1.4.0'],
      ['a text that is not ASCII', '{"reason":"Gebühr — 12 €"}'],
      ['no text at all', ''],
      // 4,096 bytes is the most that KMS takes as a message
      ['a text of 4,097 bytes', 'x'.repeat(4097)],
      ['a text of a megabyte', 'y'.repeat(1_000_000)],
    ])('a signature of %s is valid for it', async (_, text) => {
      const signer = await setUp();

      const signature = await signer.sign(text);

      expect(signature).toMatch(/^[A-Za-z0-9+/]{80,120}={0,2}$/);
      expect(await signer.verify(text, signature)).toBe(true);
    });

    test('a signature is for one text: another letter, case or space is another text', async () => {
      const signer = await setUp();
      const signature = await signer.sign('model 1.4.0');

      for (const text of ['model 1.4.1', 'Model 1.4.0', 'model 1.4.0 ', '']) {
        expect(await signer.verify(text, signature)).toBe(false);
      }
    });

    test('a long text that differs only in its last letter is another text', async () => {
      const signer = await setUp();
      const start = 'z'.repeat(10_000);

      const signature = await signer.sign(`${start}a`);

      expect(await signer.verify(`${start}b`, signature)).toBe(false);
    });

    test('whoever has the public key can verify a signature without the service, and no other text', async () => {
      const signer = await setUp();
      const signature = Buffer.from(await signer.sign('model 1.4.0'), 'base64');
      const publicKey = createPublicKey(await signer.publicKey());

      expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
      expect(verify('sha256', Buffer.from('model 1.4.0'), publicKey, signature)).toBe(true);
      expect(verify('sha256', Buffer.from('model 1.4.1'), publicKey, signature)).toBe(false);
    });

    test('the public key is always the same one, in PEM, and another signer has another', async () => {
      const [signer, other] = [await setUp(), await setUp()];

      const key = await signer.publicKey();

      expect(key).toMatch(/^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+\n-----END PUBLIC KEY-----\n$/);
      expect(await signer.publicKey()).toBe(key);
      expect(await other.publicKey()).not.toBe(key);
    });

    test('the signature of another key is not valid', async () => {
      const [signer, other] = [await setUp(), await setUp()];

      expect(await signer.verify('model 1.4.0', await other.sign('model 1.4.0'))).toBe(false);
    });

    test.each([
      ['a changed one', (signature: string) => flipped(signature)],
      ['a shortened one', (signature: string) => signature.slice(0, 40)],
      ['something that is no base64', () => '!!!'],
      ['nothing', () => ''],
    ])('as a signature, %s is not valid and no failure', async (_, spoil) => {
      const signer = await setUp();
      const signature = await signer.sign('model 1.4.0');

      expect(await signer.verify('model 1.4.0', spoil(signature))).toBe(false);
    });
  });
}

/** The same signature with its last bit turned over. */
function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return bytes.toString('base64');
}
