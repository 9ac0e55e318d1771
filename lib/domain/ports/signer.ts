/** Signs texts with a key that never leaves its service. */
export interface Signer {
  /** Signature in base64. */
  sign(text: string): Promise<string>;
  verify(text: string, signature: string): Promise<boolean>;
}
