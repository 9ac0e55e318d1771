/** A cell in which the best rival is sooner. */
export interface LaterCell {
  readonly scenario: string;
  /** Ours may take this many times its minutes, rounded up from what 2,000 repetitions show. */
  readonly times: number;
  readonly reason: string;
}

const STRICT = "alpha is a fifth of the rivals', and a margin is allowed that they do not allow";
const NEAR_MARGIN = `${STRICT}: 3 % bad is odds of 1.5 times the baseline's`;
const CLUMPED = 'the evidence is divided by how much bad answers clump';

const cellsWith = (reason: string, times: Readonly<Record<string, number>>): LaterCell[] =>
  Object.entries(times).map(([scenario, most]) => ({ scenario, times: most, reason }));

/** Every cell in which ours may be later than the best rival that keeps to its alpha there. */
export const laterCells: readonly LaterCell[] = [
  ...cellsWith(NEAR_MARGIN, { '1rps pc=0.03': 3.3, '10rps pc=0.03': 3, '100rps pc=0.03': 2.5 }),
  ...cellsWith(STRICT, {
    '1rps pc=0.05': 2.2,
    '10rps pc=0.05': 2,
    '100rps pc=0.05': 2,
    '1rps pc=0.1': 1.7,
    '1rps pc=0.15': 1.8,
    'latency, 1.25 times as slow, 1rps': 2.9,
    'latency, 1.25 times as slow, 10rps': 2.5,
    'latency, 1.25 times as slow, 100rps': 2,
    'latency, 1.5 times as slow, 1rps': 1.9,
    'latency, 1.5 times as slow, 10rps': 2,
    'ramp, 1rps pc=0.05': 1.4,
    'ramp, 10rps pc=0.05': 1.7,
    'ramp, 100rps pc=0.05': 1.8,
    'ramp, 1rps pc=0.1': 1.2,
    'ramp, 10rps pc=0.1': 1.9,
    'ramp, 100rps pc=0.1': 2,
  }),
  ...cellsWith(CLUMPED, { 'overdispersed cv=1 1rps pc=.05': 2, 'overdispersed cv=1 1rps pc=.10': 1.1 }),
];
