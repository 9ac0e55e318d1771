/** Rows whose probability lies in one tenth of 0 to 1. */
interface CalibrationBin {
  readonly rows: number;
  /** Mean of their probabilities. */
  readonly predicted: number;
  /** Share of them that came true. */
  readonly happened: number;
}

export interface Calibration {
  /** From the lowest probability on; tenths without a row are left out. */
  readonly bins: CalibrationBin[];
  /** Mean distance of the two, by rows: the expected calibration error of Naeini et al. (2015). Null without a row. */
  readonly error: number | null;
}

const BINS = 10;

/** How often probabilities come true. */
export function calibration(probabilities: readonly number[], happened: readonly boolean[]): Calibration {
  const sums = Array.from({ length: BINS }, () => ({ rows: 0, predicted: 0, happened: 0 }));
  for (const [row, probability] of probabilities.entries()) {
    const bin = sums[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    bin.rows += 1;
    bin.predicted += probability;
    bin.happened += Number(happened[row] === true);
  }
  const bins = sums
    .filter(({ rows }) => rows > 0)
    .map(({ rows, ...sum }) => ({ rows, predicted: sum.predicted / rows, happened: sum.happened / rows }));
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const distance = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.happened), 0);
  return { bins, error: rows === 0 ? null : distance / rows };
}
