/** Numbers that a finding keeps, as many as the ledger does. */
export const MOST_EVIDENCE = 50;

const LONGEST_METRIC = 80;

/** The name of a number as the ledger keeps it. Cut within a character, it would have a half that cannot be stored. */
export function shortened(metric: string): string {
  return metric.length > LONGEST_METRIC ? `${metric.slice(0, LONGEST_METRIC - 1).toWellFormed()}…` : metric;
}
