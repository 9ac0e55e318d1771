// Decimal numbers as bytes, read to the nearest float32 of their nearest float64.

const LARGEST: f32 = 3.4028232635611926e38; // the largest float32 but one, as feature-reading.ts has it
const SMALLEST_NORMAL: f64 = 1.2e-38;
const TIE: i64 = 1 << 28; // the lower bits of a float64 that lies in the middle between two float32
const DOUBT: i64 = 16;
const EXACT_POWERS: i32 = 22;
const POWERS: i32 = 44;

const powers = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36, 1e37, 1e38, 1e39,
  1e40, 1e41, 1e42, 1e43, 1e44,
]);

// what `scan` has found
let mantissa: u64 = 0;
let exponent: i32 = 0;
let digits: i32 = 0;
let negative: bool = false;
let first: usize = 0;

/** Where the decimal number ends that starts at an address; there, when there is none. Bytes after it are no digits. */
// @ts-ignore: decorator
@inline
export function scan(start: usize): usize {
  let at = start;
  let byte = load<u8>(at);
  negative = byte == 0x2d;
  if (negative || byte == 0x2b) byte = load<u8>(++at);
  first = at;
  let sum: u64 = 0;
  let digit = <u32>byte - 48;
  while (digit < 10) {
    sum = sum * 10 + digit;
    digit = <u32>load<u8>(++at) - 48;
  }
  let count = <i32>(at - first);
  let power = 0;
  if (digit == 0xfffffffe) {
    const point = ++at;
    digit = <u32>load<u8>(at) - 48;
    while (digit < 10) {
      sum = sum * 10 + digit;
      digit = <u32>load<u8>(++at) - 48;
    }
    power = <i32>(point - at);
    count -= power;
  }
  mantissa = sum;
  digits = count;
  exponent = power;
  if (count == 0) return start;
  // E or e
  return ((digit + 48) | 32) == 0x65 ? scanExponent(at) : at;
}

function scanExponent(letter: usize): usize {
  let at = letter + 1;
  const sign = load<u8>(at);
  if (sign == 0x2d || sign == 0x2b) at++;
  const start = at;
  let power = 0;
  let digit = <u32>load<u8>(at) - 48;
  while (digit < 10) {
    power = min(power * 10 + <i32>digit, 100_000);
    digit = <u32>load<u8>(++at) - 48;
  }
  if (at == start) return letter;
  exponent += sign == 0x2d ? -power : power;
  return at;
}

/** Whether `value` is what `scan` has found, to the last bit. */
// @ts-ignore: decorator
@inline
export function isExact(): bool {
  return digits <= 15 && <u32>(exponent + EXACT_POWERS) <= 2 * EXACT_POWERS;
}

/** What `scan` has found where it is exact: both the mantissa and the power of ten are float64. */
// @ts-ignore: decorator
@inline
export function exactValue(): f64 {
  const size = <f64>(<i64>mantissa);
  const value =
    exponent < 0 ? size / load<f64>(powers - (exponent << 3)) : size * load<f64>(powers + (exponent << 3));
  return negative ? -value : value;
}

/**
 * What `scan` has found to within some bits of a float64, which settles the float32 unless the value is next to the
 * middle between two of them. NaN where it is not settled.
 */
export function nearValue(): f64 {
  if (digits > 19 && digits - leadingZeros() > 19) return NaN;
  if (mantissa == 0) return negative ? -0.0 : 0.0;
  if (exponent < -POWERS || exponent > POWERS) return NaN;
  const power = load<f64>(powers + (abs(exponent) << 3));
  const value = exponent < 0 ? <f64>mantissa / power : <f64>mantissa * power;
  const lower = <i64>(reinterpret<u64>(value) & 0x1fffffff);
  if (value < SMALLEST_NORMAL || abs(lower - TIE) <= DOUBT) return NaN;
  return negative ? -value : value;
}

function leadingZeros(): i32 {
  let at = first;
  let zeros = 0;
  while (load<u8>(at) == 0x30 || load<u8>(at) == 0x2e) zeros += i32(load<u8>(at++) == 0x30);
  return zeros;
}

/** The nearest float32 that is finite and not the largest; NaN stays. */
// @ts-ignore: decorator
@inline
export function single(value: f64): f32 {
  return min<f32>(max<f32>(<f32>value, -LARGEST), LARGEST);
}
