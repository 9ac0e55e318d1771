/** One field of a protocol buffer: its number and its bytes. */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

/** A whole number, down to -2^53. */
export function intField(number: number, value: number): Field {
  return joined([varint(BigInt((number << 3) | VARINT)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

export function floatField(number: number, value: number): Field {
  return joined([varint(BigInt((number << 3) | FIXED32)), new Uint8Array(Float32Array.of(value).buffer)]);
}

export function bytesField(number: number, bytes: Uint8Array): Field {
  return joined([varint(BigInt((number << 3) | LENGTH)), varint(BigInt(bytes.length)), bytes]);
}

export function textField(number: number, text: string): Field {
  return bytesField(number, new TextEncoder().encode(text));
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, joined(fields));
}

/** Base 128, the lowest digit first; all bytes but the last have the high bit. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.of(...bytes, Number(rest));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
