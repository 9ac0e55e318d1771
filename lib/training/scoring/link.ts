/** The logistic function, exact in both tails. */
export function sigmoid(margin: number): number {
  if (margin >= 0) return 1 / (1 + Math.exp(-margin));
  const power = Math.exp(margin);
  return power / (1 + power);
}

/** Turns margins into probabilities in place. The largest margin is subtracted first, so that nothing overflows. */
export function softmax(margins: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (const margin of margins) if (margin > largest) largest = margin;
  let sum = 0;
  for (let k = 0; k < margins.length; k += 1) {
    const power = Math.exp((margins[k] as number) - largest);
    margins[k] = power;
    sum += power;
  }
  for (let k = 0; k < margins.length; k += 1) margins[k] = (margins[k] as number) / sum;
}
