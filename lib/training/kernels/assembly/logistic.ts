// Loss, gradient and curvature of a logistic regression, a block of rows at a time. A row is its values, and the columns
// that are 1 in it, the intercept being the last of them. Sums in float64, always in the same order.

/** Where everything stands; the caller writes it as 32-bit words. */
@unmanaged
class Problem {
  /** Columns in all, without the one that no row has and that of the intercept, which follow them. */
  columns: u32;
  /** 1 for a sigmoid, more for a softmax. */
  outputs: u32;
  values: u32;
  groups: u32;
  /** The column of each value, as u32. */
  valueColumns: usize;
  /** float64 of column c and output k at c * outputs + k. */
  parameters: usize;
  /** Like the parameters; what rows have is added. */
  gradient: usize;
  /** One float64 per class. */
  classWeights: usize;
  /** The rows of a block: float64 values, u32 columns and u32 labels. */
  rowValues: usize;
  rowOnes: usize;
  rowLabels: usize;
  /** Room for two float64 per output and value, and for one per output. */
  valueWeights: usize;
  valueGradient: usize;
  margins: usize;
  /** One float64 per row of a block. */
  curvatures: usize;
  /**
   * Of one output: float64 sums over pairs. Each value with those up to it, an even number of places apart; each column
   * with each value; each column with each column.
   */
  valuePairs: usize;
  mixedPairs: usize;
  columnPairs: usize;
}

let problem: Problem = changetype<Problem>(0);

/** First address that the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}

/** Adds the gradient of a block of at most 512 rows, and of one output the curvature if asked; returns the loss. */
export function addRows(address: usize, rows: u32, withCurvature: bool): f64 {
  problem = changetype<Problem>(address);
  gatherValueWeights();
  const loss = problem.outputs == 1 ? addBinaryRows(rows, withCurvature) : addMulticlassRows(rows);
  scatterValueGradient();
  return loss;
}

function gatherValueWeights(): void {
  const values = problem.values;
  const outputs = problem.outputs;
  for (let k: u32 = 0; k < outputs; k += 1) {
    for (let j: u32 = 0; j < values; j += 1) {
      const column = load<u32>(problem.valueColumns + ((<usize>j) << 2));
      const place = (<usize>(k * values + j)) << 3;
      store<f64>(problem.valueWeights + place, load<f64>(problem.parameters + ((<usize>(column * outputs + k)) << 3)));
      store<f64>(problem.valueGradient + place, 0);
    }
  }
}

function scatterValueGradient(): void {
  const values = problem.values;
  const outputs = problem.outputs;
  for (let k: u32 = 0; k < outputs; k += 1) {
    for (let j: u32 = 0; j < values; j += 1) {
      const column = load<u32>(problem.valueColumns + ((<usize>j) << 2));
      addTo(problem.gradient + ((<usize>(column * outputs + k)) << 3), load<f64>(problem.valueGradient + ((<usize>(k * values + j)) << 3)));
    }
  }
}

// @ts-ignore: decorators are valid on functions here
@inline
function addTo(address: usize, amount: f64): void {
  store<f64>(address, load<f64>(address) + amount);
}

function dot(one: usize, other: usize, count: u32): f64 {
  let pairs = f64x2.splat(0);
  const even = (<usize>(count & ~1)) << 3;
  for (let i: usize = 0; i < even; i += 16) pairs = f64x2.add(pairs, f64x2.mul(v128.load(one + i), v128.load(other + i)));
  const sum = f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
  return count & 1 ? sum + load<f64>(one + even) * load<f64>(other + even) : sum;
}

// @ts-ignore: decorators are valid on functions here
@inline
function addScaled(target: usize, source: usize, factor: f64, count: u32): void {
  const factors = f64x2.splat(factor);
  const even = (<usize>(count & ~1)) << 3;
  for (let i: usize = 0; i < even; i += 16) {
    v128.store(target + i, f64x2.add(v128.load(target + i), f64x2.mul(factors, v128.load(source + i))));
  }
  if (count & 1) addTo(target + even, factor * load<f64>(source + even));
}

function addBinaryRows(rows: u32, withCurvature: bool): f64 {
  const values = problem.values;
  const groups = problem.groups;
  const parameters = problem.parameters;
  const gradient = problem.gradient;
  const intercept = (<usize>(problem.columns + 1)) << 3;
  const weight0 = load<f64>(problem.classWeights);
  const weight1 = load<f64>(problem.classWeights + 8);
  let row = problem.rowValues;
  let ones = problem.rowOnes;
  // factors are at most 2, so that a block has one logarithm per class
  let product0: f64 = 1;
  let product1: f64 = 1;
  let linear: f64 = 0;
  for (let i: u32 = 0; i < rows; i += 1) {
    let margin = load<f64>(parameters + intercept) + dot(row, problem.valueWeights, values);
    for (let group: u32 = 0; group < groups; group += 1) {
      margin += load<f64>(parameters + ((<usize>load<u32>(ones + ((<usize>group) << 2))) << 3));
    }
    const isPositive = load<u32>(problem.rowLabels + ((<usize>i) << 2)) == 1;
    const weight = isPositive ? weight1 : weight0;
    const small = Math.exp(-Math.abs(margin));
    const whole = 1 + small;
    if (isPositive) product1 *= whole;
    else product0 *= whole;
    // the larger of 0 and the margin, less the margin of a positive
    linear += weight * Math.max(isPositive ? -margin : margin, 0);
    const probability = (margin < 0 ? small : 1) / whole;
    const slope = weight * (isPositive ? probability - 1 : probability);
    addScaled(problem.valueGradient, row, slope, values);
    for (let group: u32 = 0; group < groups; group += 1) {
      addTo(gradient + ((<usize>load<u32>(ones + ((<usize>group) << 2))) << 3), slope);
    }
    addTo(gradient + intercept, slope);
    if (withCurvature) {
      const curvature = (weight * small) / (whole * whole);
      store<f64>(problem.curvatures + ((<usize>i) << 3), curvature);
      addColumns(row, ones, curvature);
    }
    row += (<usize>values) << 3;
    ones += (<usize>groups) << 2;
  }
  if (withCurvature) addValuePairs(rows);
  return linear + weight0 * Math.log(product0) + weight1 * Math.log(product1);
}

/** Four rows at a time, so that each sum is read and written a quarter as often. */
function addValuePairs(rows: u32): void {
  const stride = (<usize>problem.values) << 3;
  let row = problem.rowValues;
  let curvatures = problem.curvatures;
  let left = rows;
  for (; left >= 4; left -= 4) {
    addPairsOfFour(row, stride, curvatures);
    row += stride << 2;
    curvatures += 32;
  }
  for (; left > 0; left -= 1) {
    addPairsOfOne(row, load<f64>(curvatures));
    row += stride;
    curvatures += 8;
  }
}

// @ts-ignore: decorators are valid on functions here
@inline
function pairBytes(): usize {
  return (<usize>((problem.values + 1) & ~1)) << 3;
}

function addPairsOfFour(row: usize, stride: usize, curvatures: usize): void {
  const pairBytesPerValue = pairBytes();
  const second = row + stride;
  const third = second + stride;
  const fourth = third + stride;
  const curvature1 = load<f64>(curvatures);
  const curvature2 = load<f64>(curvatures + 8);
  const curvature3 = load<f64>(curvatures + 16);
  const curvature4 = load<f64>(curvatures + 24);
  let pairs = problem.valuePairs;
  for (let j: usize = 0; j < stride; j += 8) {
    const factor1 = f64x2.splat(curvature1 * load<f64>(row + j));
    const factor2 = f64x2.splat(curvature2 * load<f64>(second + j));
    const factor3 = f64x2.splat(curvature3 * load<f64>(third + j));
    const factor4 = f64x2.splat(curvature4 * load<f64>(fourth + j));
    // one more than there are up to j where their number is odd, which nobody reads
    for (let i: usize = 0; i <= j; i += 16) {
      const ahead = f64x2.add(f64x2.mul(factor1, v128.load(row + i)), f64x2.mul(factor2, v128.load(second + i)));
      const behind = f64x2.add(f64x2.mul(factor3, v128.load(third + i)), f64x2.mul(factor4, v128.load(fourth + i)));
      v128.store(pairs + i, f64x2.add(v128.load(pairs + i), f64x2.add(ahead, behind)));
    }
    pairs += pairBytesPerValue;
  }
}

function addPairsOfOne(row: usize, curvature: f64): void {
  let pairs = problem.valuePairs;
  for (let j: u32 = 0; j < problem.values; j += 1) {
    addScaled(pairs, row, curvature * load<f64>(row + ((<usize>j) << 3)), j + 1);
    pairs += pairBytes();
  }
}

/** Pairs of the columns that are 1 in a row. */
function addColumns(row: usize, ones: usize, curvature: f64): void {
  const groups = problem.groups;
  for (let group: u32 = 0; group < groups; group += 1) {
    addColumn(load<u32>(ones + ((<usize>group) << 2)), group, row, ones, curvature);
  }
  addColumn(problem.columns + 1, groups, row, ones, curvature);
}

/** Pairs of a column that is 1 with itself, with the values, and with the columns of the groups ahead of its own. */
// @ts-ignore: decorators are valid on functions here
@inline
function addColumn(column: u32, group: u32, row: usize, ones: usize, curvature: f64): void {
  addScaled(problem.mixedPairs + (<usize>column * problem.values << 3), row, curvature, problem.values);
  const pairs = problem.columnPairs + (<usize>column * (problem.columns + 2) << 3);
  for (let other: u32 = 0; other < group; other += 1) {
    addTo(pairs + ((<usize>load<u32>(ones + ((<usize>other) << 2))) << 3), curvature);
  }
  addTo(pairs + ((<usize>column) << 3), curvature);
}

function addMulticlassRows(rows: u32): f64 {
  let row = problem.rowValues;
  let ones = problem.rowOnes;
  let loss: f64 = 0;
  for (let i: u32 = 0; i < rows; i += 1) {
    const label = load<u32>(problem.rowLabels + ((<usize>i) << 2));
    for (let k: u32 = 0; k < problem.outputs; k += 1) store<f64>(problem.margins + ((<usize>k) << 3), marginOf(row, ones, k));
    loss += takeSlopes(label, load<f64>(problem.classWeights + ((<usize>label) << 3)));
    for (let k: u32 = 0; k < problem.outputs; k += 1) addSlope(row, ones, k, load<f64>(problem.margins + ((<usize>k) << 3)));
    row += (<usize>problem.values) << 3;
    ones += (<usize>problem.groups) << 2;
  }
  return loss;
}

function marginOf(row: usize, ones: usize, k: u32): f64 {
  const outputs = problem.outputs;
  const values = problem.values;
  const parameters = problem.parameters + ((<usize>k) << 3);
  let margin = load<f64>(parameters + ((<usize>((problem.columns + 1) * outputs)) << 3));
  margin += dot(row, problem.valueWeights + ((<usize>(k * values)) << 3), values);
  for (let group: u32 = 0; group < problem.groups; group += 1) {
    margin += load<f64>(parameters + ((<usize>(load<u32>(ones + ((<usize>group) << 2)) * outputs)) << 3));
  }
  return margin;
}

/** Turns margins into their weighted derivatives; the weighted loss. */
function takeSlopes(label: u32, weight: f64): f64 {
  const margins = problem.margins;
  const end = (<usize>problem.outputs) << 3;
  const own = load<f64>(margins + ((<usize>label) << 3));
  let largest = -Infinity;
  for (let k: usize = 0; k < end; k += 8) largest = Math.max(largest, load<f64>(margins + k));
  let sum: f64 = 0;
  for (let k: usize = 0; k < end; k += 8) {
    const power = Math.exp(load<f64>(margins + k) - largest);
    store<f64>(margins + k, power);
    sum += power;
  }
  for (let k: usize = 0; k < end; k += 8) store<f64>(margins + k, (weight * load<f64>(margins + k)) / sum);
  addTo(margins + ((<usize>label) << 3), -weight);
  return weight * (largest + Math.log(sum) - own);
}

function addSlope(row: usize, ones: usize, k: u32, slope: f64): void {
  const outputs = problem.outputs;
  const values = problem.values;
  const gradient = problem.gradient + ((<usize>k) << 3);
  addTo(gradient + ((<usize>((problem.columns + 1) * outputs)) << 3), slope);
  addScaled(problem.valueGradient + ((<usize>(k * values)) << 3), row, slope, values);
  for (let group: u32 = 0; group < problem.groups; group += 1) {
    addTo(gradient + ((<usize>(load<u32>(ones + ((<usize>group) << 2)) * outputs)) << 3), slope);
  }
}
