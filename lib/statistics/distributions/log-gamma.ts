import { polynomial } from './polynomial.ts';

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
/** From here on Stirling's series is exact to the last digit. */
const LARGE = 10;

/** B(2k) / (2k (2k - 1)), the coefficients of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1_260, -1 / 1_680, 1 / 1_188, -691 / 360_360, 1 / 156, -3_617 / 122_400];

/** Riemann's zeta function less 1, of 2 on. */
const ZETA_LESS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
  7.45071178983543e-9,
];
/** Taylor coefficients of ln Γ(2 + x): 1 less Euler's constant, then those of zeta with changing signs (DLMF 5.7.3). */
const AROUND_TWO = [0, 0.42278433509846713, ...ZETA_LESS_ONE.map((zeta, k) => ((-1) ** k * zeta) / (k + 2))];

/** ln Γ(z) of a z above 0, with all digits also near its zeros 1 and 2; throws a RangeError for another z. */
export function logGamma(z: number): number {
  if (!(z > 0)) throw new RangeError(`'z' should be above 0, got ${z}`);
  if (z === Number.POSITIVE_INFINITY) return z;
  if (z < 0.5) return polynomial(AROUND_TWO, z) - Math.log1p(z) - Math.log(z);
  if (z <= 1.5) return polynomial(AROUND_TWO, z - 1) - Math.log1p(z - 1);
  if (z <= 2.5) return polynomial(AROUND_TWO, z - 2);
  let [argument, product] = [z, 1];
  while (argument < LARGE) {
    product *= argument;
    argument += 1;
  }
  const leading = (argument - 0.5) * Math.log(argument) - argument + HALF_LOG_TWO_PI;
  return leading + stirlingSeries(argument) - Math.log(product);
}

/** What Stirling's formula (z + ½) ln z - z + ½ ln 2π leaves of ln z!, for a z above 0. */
export function stirlingError(z: number): number {
  if (z >= LARGE) return stirlingSeries(z);
  return logGamma(z + 1) - ((z + 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI);
}

function stirlingSeries(z: number): number {
  return polynomial(STIRLING, 1 / (z * z)) / z;
}
