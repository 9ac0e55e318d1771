import fc from 'fast-check';
import { countData } from '../../../lib/domain/data-gate/count-data.ts';
import type { DataFacts } from '../../../lib/domain/data-gate/data-facts.ts';
import type { ChampionSchema, DataGateQuestion } from '../../../lib/domain/data-gate/data-gate-question.ts';
import { definitionWith } from '../definition/definition-samples.ts';
import { at, goodFeatures, type Row, rowsOf } from './data-gate-samples.ts';

const value = fc.constantFrom(null, 'nurse', 'nurse', 'pilot', 7, -1);
const row: fc.Arbitrary<Row> = fc.record({
  label: fc.constantFrom('yes', 'no', 'maybe'),
  features: fc.record({ age: value, job: value, account: value, account_hash: value }).map((features) => ({
    ...goodFeatures,
    ...features,
  })),
  receivedAt: fc.constantFrom(at(8), at(9), at(10)),
});

const fields = fc.constantFrom(
  { samples: { minimum: 12, trusted: 30, minimumNew: 4 } },
  { samples: { minimum: 5, trusted: 8, minimumNew: 0 }, tenant: 'account', tenantHash: 'account_hash' },
  {
    labels: ['yes', 'no'],
    gate: { smallerDataset: 'refuse' },
    samples: { minimum: 5, trusted: 8, minimumNew: 3, maximumLabelShift: 0.1 },
    featureRules: { job: { missing: ['unknown'], maximumUnknownShare: 0.3, levels: ['nurse'] } },
  },
  {
    triggers: { require: 'event', volume: { rows: 15 } },
    samples: { minimum: 5, trusted: 8, minimumNew: 0 },
    gate: { changedSchema: 'refuse' },
  },
);

const previous = fc.option(
  fc.record({ yes: fc.integer({ min: 1, max: 40 }), no: fc.integer({ min: 1, max: 40 }) }).map((labels) => ({
    labels,
    rows: labels.yes + labels.no,
    watermark: at(9),
  })),
);

const champion = fc.constantFrom<ChampionSchema | null>(null, {
  modelVersion: '1.0.0',
  target: 'y',
  positiveClass: 'yes',
  classes: [],
  features: { age: 'numeric' },
});

const request: fc.Arbitrary<DataGateQuestion['request']> = fc.constantFrom(
  { trigger: 'manual', schedule: null },
  { trigger: 'schedule', schedule: 'weekly' },
  { trigger: 'drift', schedule: null },
);

/** What the data gate may be asked about a few rows. */
export const dataQuestions: fc.Arbitrary<DataGateQuestion> = fc
  .record({
    rows: fc.array(row, { maxLength: 40 }),
    previous,
    request,
    champion,
    contradictedIds: fc.nat({ max: 3 }),
    fields,
  })
  .map(({ fields: given, ...question }) => ({ ...question, definition: definitionWith(given) }));

/** Facts about so many good rows of a scheduled first training. */
export function factsOf(count: number, definition: object = {}, details: Partial<DataGateQuestion> = {}): DataFacts {
  return countData({
    definition: definitionWith({ samples: { minimum: 50, trusted: 100, minimumNew: 20 }, ...definition }),
    request: { trigger: 'schedule', schedule: 'weekly' },
    rows: rowsOf(count),
    contradictedIds: 0,
    previous: null,
    champion: null,
    ...details,
  });
}
