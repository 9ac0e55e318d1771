// Elementary functions of four float32 after Cephes' expf and logf: the same on every machine, unlike those of hosts.

// Added to a float32 of less than 2^22, it leaves the nearest integer in the low bits.
const ROUNDING: f32 = 12582912;
const ROUNDING_BITS: i32 = 0x4b400000;

/** The nearest integers of float32 below 2^22; quicker than to convert those that might not fit. */
// @ts-ignore: decorator
@inline
export function nearestInteger4(x: v128): v128 {
  return i32x4.sub(f32x4.add(x, f32x4.splat(ROUNDING)), i32x4.splat(ROUNDING_BITS));
}

// relative error about 1e-7; bounded to exp(-87) and exp(87)
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(87));
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)), f32x4.splat(ROUNDING));
  const power = f32x4.sub(rounded, f32x4.splat(ROUNDING));
  let rest = f32x4.sub(bounded, f32x4.mul(power, f32x4.splat(0.693359375)));
  rest = f32x4.add(rest, f32x4.mul(power, f32x4.splat(2.12194440e-4)));
  let sum = f32x4.splat(1.9875691500e-4);
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.3981999507e-3));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(8.3334519073e-3));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(4.1665795894e-2));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.6666665459e-1));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(5.0000001201e-1));
  sum = f32x4.add(f32x4.mul(f32x4.mul(sum, rest), rest), f32x4.add(rest, f32x4.splat(1)));
  // 2 to the power, from the bits of 1
  return f32x4.mul(sum, i32x4.add(i32x4.shl(rounded, 23), i32x4.splat(0x3f800000)));
}

// of finite values from 1
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const half = v128.or(v128.and(x, i32x4.splat(0x007fffff)), f32x4.splat(0.5));
  const small = f32x4.lt(half, f32x4.splat(0.707106781186547524));
  const power = f32x4.convert_i32x4_s(i32x4.add(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)), small));
  const m = f32x4.sub(f32x4.add(half, v128.and(half, small)), f32x4.splat(1));
  const square = f32x4.mul(m, m);
  let sum = f32x4.splat(7.0376836292e-2);
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(-1.1514610310e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(1.1676998740e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(-1.2420140846e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(1.4249322787e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(-1.6668057665e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(2.0000714765e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(-2.4999993993e-1));
  sum = f32x4.add(f32x4.mul(sum, m), f32x4.splat(3.3333331174e-1));
  sum = f32x4.mul(f32x4.mul(sum, m), square);
  sum = f32x4.add(sum, f32x4.mul(power, f32x4.splat(-2.12194440e-4)));
  sum = f32x4.sub(sum, f32x4.mul(square, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, sum), f32x4.mul(power, f32x4.splat(0.693359375)));
}
