import { polynomial } from './polynomial.ts';

/** Up to here, in standard deviations, the distribution function is a half and an odd function of z. */
const CENTRE = 0.67448975;
const MIDDLE = Math.sqrt(32);

/** Rational approximations of three ranges, from the smallest power on (Cody 1969, as in algorithm 715 of the ACM). */
const CDF_CENTRE = {
  over: [18154.98125334356, 1067.689485460371, 161.02823106855587, 2.2352520354606837, 0.06568233791820745],
  under: [45507.789335026726, 10260.932208618979, 976.0985517377767, 47.20258190468824, 1],
};
const CDF_MIDDLE = {
  over: [
    9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002, 93.50665613217785,
    8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
  ],
  under: [
    19685.429676859992, 38912.00328609327, 34900.95272114598, 18615.571640885097, 6485.558298266761, 1519.3775994075547,
    235.387901782625, 22.266688044328117, 1,
  ],
};
const CDF_TAIL = {
  over: [
    2.9112874951168793e-5, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736, 0.215898534057957,
    0.02307344176494017,
  ],
  under: [7.297515550839662e-5, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.2842600961449111, 1],
};

/** Rational approximations of the quantile: algorithm AS 241, PPND16 (Wichura 1988). */
const QUANTILE_CENTRE = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.693765509461, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const QUANTILE_MIDDLE = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    5.475938084995345e-4, 1.0507500716444169e-9,
  ],
};
const QUANTILE_TAIL = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

/** Chance of at most z standard deviations. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (Math.abs(z) <= CENTRE) return 0.5 + centralPart(z);
  return z < 0 ? upperTail(-z) : 1 - upperTail(z);
}

/** Chance of more than z standard deviations, exact to the last digits however small it is. */
export function normalSf(z: number): number {
  return normalCdf(-z);
}

/**
 * The standard deviations below which a value stays with this probability; infinite for 0 and 1. Throws a RangeError
 * outside of these.
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`'probability' should be from 0 to 1, got ${probability}`);
  }
  const central = probability - 0.5;
  if (Math.abs(central) <= 0.425) return central * ratio(QUANTILE_CENTRE, 0.180625 - central * central);
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0) return central < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const root = Math.sqrt(-Math.log(tail));
  const size = root <= 5 ? ratio(QUANTILE_MIDDLE, root - 1.6) : ratio(QUANTILE_TAIL, root - 5);
  return central < 0 ? -size : size;
}

function centralPart(z: number): number {
  return z * ratio(CDF_CENTRE, z * z);
}

function upperTail(z: number): number {
  if (z <= MIDDLE) return splitExponential(z) * ratio(CDF_MIDDLE, z);
  if (z > 39) return 0;
  const inverse = 1 / (z * z);
  const correction = inverse * ratio(CDF_TAIL, inverse);
  return (splitExponential(z) * (1 / Math.sqrt(2 * Math.PI) - correction)) / z;
}

/** exp(-z²/2) from a z whose square is exact and what is left of it, since the exponent multiplies the error of z². */
function splitExponential(z: number): number {
  const rounded = Math.trunc(z * 16) / 16;
  const rest = (z - rounded) * (z + rounded);
  return Math.exp((-rounded * rounded) / 2) * Math.exp(-rest / 2);
}

function ratio({ over, under }: { over: readonly number[]; under: readonly number[] }, argument: number): number {
  return polynomial(over, argument) / polynomial(under, argument);
}
