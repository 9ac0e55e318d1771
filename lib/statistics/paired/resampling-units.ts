/** Rows that are drawn together. */
type Unit = readonly number[];

type Labels = readonly (string | number)[];

/**
 * Sets of units, of each of which as many are drawn as it has: the rows of one stratum or, where there are groups, whole
 * groups. A group with rows of several strata leaves no strata to draw from, so that all groups are then one set.
 */
export function resamplingUnits(rows: number, strata?: Labels, groups?: Labels): Unit[][] {
  checkLength('strata', strata, rows);
  checkLength('groups', groups, rows);
  const units = unitsOf(rows, groups);
  if (strata === undefined || units.some((unit) => new Set(unit.map((row) => strata[row])).size > 1)) return [units];
  return [...Map.groupBy(units, ([row]) => strata[row ?? 0]).values()];
}

function unitsOf(rows: number, groups: Labels | undefined): Unit[] {
  const numbers = Array.from({ length: rows }, (_, row) => row);
  if (groups === undefined) return numbers.map((row) => [row]);
  return [...Map.groupBy(numbers, (row) => groups[row]).values()];
}

function checkLength(name: string, labels: Labels | undefined, rows: number): void {
  if (labels !== undefined && labels.length !== rows) {
    throw new RangeError(`'${name}' should have one for each of the ${rows} rows, got ${labels.length}`);
  }
}
