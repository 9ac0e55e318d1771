import { type BenchRow, printRows, row, rowBesidePeer } from './bench-rows.ts';
import { detectionDelay, falseAlarms, MONTH_DAYS, shiftOf } from './drift/drift-trial.ts';
import { outcomeRows } from './drift/outcome-rows.ts';
import { profileSeconds } from './drift/profile-time.ts';
import { anyFeature, evidently, ours } from './drift/rules.ts';

/**
 * Simulates months of requests to a model with 30 features and asks how often drift is reported where there is none, and
 * how soon where there is some; and the same of outcomes that change for the same scores. Every number of these depends on
 * its seed only; the last row is a time of this machine.
 */
const rules = { ours, evidently, anyFeature };
const peers = [
  {
    rule: 'evidently',
    name: "half of the features by Evidently's defaults, a normed Wasserstein or Jensen-Shannon distance of .1",
  },
  { rule: 'anyFeature', name: 'the index of one feature above .25 once' },
] as const;

/** Months of outcomes for one of requests: they are quick to play, and chance alone seldom raises an alarm. */
const OUTCOME_MONTHS = 10;

const given = process.argv.indexOf('--months');
const months = given === -1 ? 40 : Number(process.argv[given + 1]);

const started = performance.now();
const tell = (text: string) => console.error(`${((performance.now() - started) / 1000).toFixed(1)} s  ${text}`);

type Measured = Readonly<Record<string, number>>;

function monthly(measure: (repetition: number) => Measured): readonly Measured[] {
  return Array.from({ length: months }, (_, repetition) => measure(repetition));
}

function meanOf(found: readonly Measured[], rule: string): number {
  return found.reduce((sum, one) => sum + (one[rule] ?? 0), 0) / found.length;
}

function besidePeers(what: string, found: readonly Measured[], target: string): BenchRow[] {
  return peers.map(({ rule, name }) =>
    rowBesidePeer(`${what}, beside ${name}`, meanOf(found, 'ours'), meanOf(found, rule), target),
  );
}

const streams = [
  { name: 'that do not change', wobble: 0 },
  { name: 'whose means wobble by .02 deviations', wobble: 0.02 },
];

function alarmRows(rows: number): BenchRow[] {
  return streams.flatMap(({ name, wobble }) => {
    tell(`${rows} rows a day ${name}`);
    const found = monthly((repetition) => falseAlarms(rules, { rows, wobble, repetition }));
    return besidePeers(`false alarms a month of ${rows} rows a day ${name}`, found, '<=0.1');
  });
}

function delayRows(rows: number): BenchRow[] {
  tell(`${rows} rows a day that move`);
  const shift = shiftOf(0.28);
  const found = monthly((repetition) => detectionDelay(rules, { rows, wobble: 0, shift, repetition }));
  const target = rows < 10_000 ? '<=4' : '<=2';
  const what = `windows until a feature's shift of PSI .28 is found (${MONTH_DAYS} is never), ${rows} rows a day`;
  return besidePeers(what, found, target);
}

const sizes = [200, 500, 1_000, 10_000, 100_000, 1_000_000];
const results = [...sizes.flatMap(alarmRows), ...sizes.flatMap(delayRows)];
results.push(...outcomeRows(OUTCOME_MONTHS * months, tell));
tell('a profile of 1,000,000 rows');
const seconds = profileSeconds(1_000_000);
results.push(
  row('to profile 1,000,000 rows of 30 features, their reading included, seconds of one thread', seconds, '<=2'),
);
printRows(results);
process.exit(results.every(({ met }) => met) ? 0 : 1);
