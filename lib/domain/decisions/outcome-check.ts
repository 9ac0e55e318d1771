import { type StoredOutcome, storedOutcomeSchema } from '../artifacts/outcome.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { Problem } from '../errors.ts';
import { problemsOf, valueText } from '../problems.ts';
import { type GivenOutcome, type RefusedOutcome, refusal } from '../steps/feedback-request.ts';
import { milliseconds, type Timestamp, timestamp } from '../time.ts';
import { type ColumnUses, checkFeatures, recordedFeatures } from './outcome-features.ts';
import { type FoundPrediction, linkedRow, linkProblems } from './prediction-link.ts';

/** How far ahead of us the clock of a sender may be. */
export const MOST_FUTURE_SECONDS = 86_400;

/** Longest outcome as JSON, in bytes of UTF-8: what a table can hold, with room for its key. */
const LARGEST_OUTCOME = 300_000;

export type OutcomeCheck =
  | { readonly outcome: StoredOutcome; readonly refused: null }
  | { readonly outcome: null; readonly refused: RefusedOutcome };

/** What an outcome is checked against. */
export interface OutcomeRules {
  readonly definition: Pick<ModelDefinition, 'labels' | 'featureRules'>;
  readonly uses: ColumnUses;
  readonly receivedAt: Timestamp;
}

/**
 * An outcome as it is stored, or why it is not. Without features of its own it has those of its prediction; of a
 * prediction that is not known it is stored unlinked.
 */
export function checkOutcome(given: GivenOutcome, found: FoundPrediction | null, rules: OutcomeRules): OutcomeCheck {
  const { definition, uses, receivedAt } = rules;
  const { features, problems } = checkFeatures(given.features ?? {}, uses, definition.featureRules);
  const wrong = [
    ...labelProblems(given, definition.labels),
    ...timeProblems(given, receivedAt),
    ...problems,
    ...(found === null ? [] : linkProblems(found)),
  ];
  if (wrong.length > 0) return refused(given, wrong);

  const row = found === null ? null : linkedRow(found);
  // whose an outcome is says nothing about its features
  const own = Object.keys(features).some((name) => uses.get(name) !== 'tenant');
  return storable(given, {
    schema: 'ratchet.outcome/1',
    id: given.id,
    time: timestamp(Date.parse(given.time)),
    label: String(given.label),
    features: own || row === null ? features : { ...recordedFeatures(row.features, uses), ...features },
    prediction: row?.prediction ?? null,
    receivedAt,
  });
}

function labelProblems({ label }: GivenOutcome, labels: readonly string[]): Problem[] {
  if (labels.length === 0 || labels.includes(String(label))) return [];
  const expected = `should be ${labels.map((one) => JSON.stringify(one)).join(' or ')}`;
  return [{ path: 'label', expected, got: valueText(label) }];
}

function timeProblems({ time }: GivenOutcome, receivedAt: Timestamp): Problem[] {
  if (Date.parse(time) - milliseconds(receivedAt) <= MOST_FUTURE_SECONDS * 1000) return [];
  return [{ path: 'time', expected: `should be at most a day after ${receivedAt}`, got: valueText(time) }];
}

/** The last look at what is going to be stored: nobody can mend it afterwards. */
function storable(given: GivenOutcome, outcome: StoredOutcome): OutcomeCheck {
  const parsed = storedOutcomeSchema.safeParse(outcome);
  if (!parsed.success) return refused(given, problemsOf(parsed.error, outcome));
  // no character takes more than three bytes, so most need not be counted
  if (JSON.stringify(outcome).length * 3 <= LARGEST_OUTCOME) return { outcome, refused: null };
  const bytes = new TextEncoder().encode(canonicalJson(outcome)).length;
  if (bytes <= LARGEST_OUTCOME) return { outcome, refused: null };
  return refused(given, [
    { path: '', expected: `should be at most ${LARGEST_OUTCOME} bytes of JSON`, got: `${bytes}` },
  ]);
}

function refused({ id }: GivenOutcome, problems: readonly Problem[]): OutcomeCheck {
  return { outcome: null, refused: refusal(id, problems) };
}
