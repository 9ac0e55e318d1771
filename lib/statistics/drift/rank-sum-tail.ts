/**
 * Chance that U is at least this for samples of n and m values of one continuous distribution, in about n²m²/4 steps: by
 * which sample the largest value belongs to (Mann and Whitney 1947), a sum of positive terms only.
 */
export function rankSumTail(u: number, n: number, m: number): number {
  // the smaller sample's values are the rows; U is the same for both, its distribution being symmetric
  const [few, many] = [Math.min(n, m), Math.max(n, m)];
  // chances of each U for `few` rows of 0 to i values each, against j others
  const none: Float64Array = Float64Array.of(1);
  let ofFewer = Array.from({ length: many + 1 }, () => none);
  for (let i = 1; i <= few; i += 1) {
    const rows = [none];
    for (let j = 1; j <= many; j += 1) {
      rows.push(chancesOf(i, j, ofFewer[j] ?? none, rows[j - 1] ?? none));
    }
    ofFewer = rows;
  }
  const chances = ofFewer[many] ?? none;
  return chances.subarray(Math.max(0, Math.ceil(u - 1e-9))).reduce((sum, chance) => sum + chance, 0);
}

/** The largest of all values is one of the i with chance i/(i + j), and then leads j pairs. */
function chancesOf(i: number, j: number, withoutOne: Float64Array, withoutOther: Float64Array): Float64Array {
  const chances = new Float64Array(i * j + 1);
  for (let u = 0; u < chances.length; u += 1) {
    const lead = (withoutOne[u - j] ?? 0) * i;
    chances[u] = (lead + (withoutOther[u] ?? 0) * j) / (i + j);
  }
  return chances;
}
