import type { DataFinding, DataFindingCode } from '../artifacts/data-finding.ts';
import { type Change, verifiedChanges } from '../decision-records/decision-kind.ts';
import { inShares, withListedLabels, withNewRows, withOtherClass, withRows } from './changed-data.ts';
import type { DataFacts } from './data-facts.ts';
import { judgeData } from './data-gate.ts';

type DataChange = Change<DataFacts>;

/** What would have let data train that were skipped, or would have kept data from it that were not. */
export function dataChanges(facts: DataFacts): DataChange[] {
  const { decision, findings } = judgeData(facts);
  const stops = findings.filter(({ severity }) => severity === 'stop');
  const proposed = decision === 'skip' ? mendedData(facts, stops) : spoiledData(facts);
  return verifiedChanges(facts, proposed, { decide: judgeData, word: (verdict) => verdict.decision });
}

type Mend = (facts: DataFacts, stop: DataFinding) => DataChange;

const plural = (count: number, what: string) => `${count} more ${what}${count === 1 ? '' : 's'}`;

const moreRows: Mend = (facts, { value, threshold }) => ({
  text: plural(threshold - value, 'outcome'),
  question: facts.rows >= threshold ? facts : withRows(facts, threshold),
});

const moreNewRows: Mend = (facts, { value, threshold }) => ({
  text: plural(threshold - value, 'new outcome'),
  question: facts.newRows >= threshold ? facts : withNewRows(facts, threshold),
});

/** In the order in which they are done: what changes the number of rows comes first. */
const mends: readonly (readonly [DataFindingCode, Mend])[] = [
  ['TooFewSamples', moreRows],
  ['DatasetShrank', moreRows],
  ['TooFewNewSamples', moreNewRows],
  ['NoEvent', moreNewRows],
  ['SingleClass', (facts) => ({ text: 'an outcome of another class', question: withOtherClass(facts) })],
  ['UnknownLabel', (facts) => ({ text: 'only labels that the definition lists', question: withListedLabels(facts) })],
  [
    'LabelShift',
    (facts) => ({
      text: 'labels in the shares of the last snapshot',
      question: { ...facts, labels: inShares(facts.previous?.labels ?? [], facts.rows) },
    }),
  ],
  ['TooManyMissing', (facts) => ({ text: 'no more missing values than allowed', question: withFewerMissing(facts) })],
  [
    'UnknownLevel',
    (facts) => ({
      text: 'only levels that the rules know',
      question: { ...facts, unknownLevels: facts.unknownLevels.map((one) => ({ ...one, rows: 0, example: null })) },
    }),
  ],
  ['TenantDominates', (facts, stop) => ({ text: tenantText(facts, stop), question: withSmallerTenant(facts, stop) })],
  [
    'SchemaChanged',
    (facts) => ({
      text: 'the features and classes of the champion',
      question: { ...facts, schema: facts.schema && { ...facts.schema, differences: [] } },
    }),
  ],
];

/** All that stands in the way, mended at once. */
function mendedData(facts: DataFacts, stops: readonly DataFinding[]): DataChange[] {
  const texts: string[] = [];
  let question = facts;
  for (const [code, mend] of mends) {
    const stop = stops.find((one) => one.code === code);
    if (stop === undefined) continue;
    const mended = mend(question, stop);
    texts.push(mended.text);
    question = mended.question;
  }
  return [{ text: texts.join(' and '), question }];
}

function withFewerMissing(facts: DataFacts): DataFacts {
  const missing = facts.missing.map((one) => ({
    ...one,
    rows: Math.min(one.rows, Math.floor(one.maximumShare * facts.rows)),
  }));
  return { ...facts, missing };
}

function tenantText({ rows }: DataFacts, { threshold }: DataFinding): string {
  return `at most ${Math.floor(threshold * rows)} of ${rows} outcomes of one tenant`;
}

function withSmallerTenant(facts: DataFacts, { threshold }: DataFinding): DataFacts {
  const { tenants, rows } = facts;
  return { ...facts, tenants: tenants && { ...tenants, largest: Math.floor(threshold * rows) } };
}

/** One for every count that is close to where it would stop a training. */
function spoiledData(facts: DataFacts): DataChange[] {
  const { settings, rows, newRows, previous, tenants, missing } = facts;
  const { samples, volume, smallerDataset } = settings;
  const least = Math.max(samples.minimum, smallerDataset === 'refuse' ? (previous?.rows ?? 0) : 0);
  const leastNew = Math.max(samples.minimumNew, volume?.rows ?? 0);
  const share = samples.maximumTenantShare;
  const [worst] = missing.toSorted((one, other) => allowance(one, rows) - allowance(other, rows));
  return [
    ...(least > 0 ? [{ text: `${least - 1} outcomes instead of ${rows}`, question: withRows(facts, least - 1) }] : []),
    ...newRowLimits(facts, leastNew).map((count) => ({
      text: `${count} new outcomes instead of ${newRows}`,
      question: { ...facts, newRows: count },
    })),
    ...(worst === undefined ? [] : [withMoreMissing(facts, worst)]),
    ...(tenants === null || share === null ? [] : [withLargerTenant(facts, tenants, Math.floor(share * rows) + 1)]),
  ];
}

/** Below the larger limit, or below the other where only that one applies. */
function newRowLimits({ settings: { samples } }: DataFacts, largest: number): number[] {
  return [...new Set([largest, samples.minimumNew])].filter((limit) => limit > 0).map((limit) => limit - 1);
}

type Missing = DataFacts['missing'][number];

/** How many more rows may lack the feature. */
function allowance({ rows: count, maximumShare }: Missing, rows: number): number {
  return maximumShare * rows - count;
}

function withMoreMissing(facts: DataFacts, worst: Missing): DataChange {
  const rows = Math.floor(worst.maximumShare * facts.rows) + 1;
  return {
    text: `'${worst.feature}' missing in ${rows} rows instead of ${worst.rows}`,
    question: {
      ...facts,
      missing: facts.missing.map((one) => (one.feature === worst.feature ? { ...one, rows } : one)),
    },
  };
}

function withLargerTenant(facts: DataFacts, tenants: NonNullable<DataFacts['tenants']>, largest: number): DataChange {
  return {
    text: `${largest} outcomes of one tenant instead of ${tenants.largest}`,
    question: { ...facts, tenants: { ...tenants, largest } },
  };
}
