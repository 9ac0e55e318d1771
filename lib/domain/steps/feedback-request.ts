import { z } from 'zod';
import { type Problem, problemText } from '../errors.ts';
import { type FeedbackAnswer, type FeedbackRequest, feedbackRequestSchema, MOST_OUTCOMES } from './feedback.ts';
import { firstProblems, parseJsonBody } from './json-body.ts';

export type GivenOutcome = FeedbackRequest['outcomes'][number];
export type RefusedOutcome = FeedbackAnswer['refused'][number];

const LONGEST_REASON = 500;

const outcomeSchema = feedbackRequestSchema.shape.outcomes.element;
const anyOutcomesSchema = feedbackRequestSchema.extend({ outcomes: z.array(z.unknown()).min(1).max(MOST_OUTCOMES) });

/**
 * The outcomes of a request's body, and those that are malformed, by their id or else their place. Throws `InvalidInput`
 * when none is well-formed.
 */
export function readOutcomes(text: string): {
  readonly outcomes: readonly GivenOutcome[];
  readonly malformed: readonly RefusedOutcome[];
} {
  const outcomes: GivenOutcome[] = [];
  const malformed: RefusedOutcome[] = [];
  for (const [index, input] of parseJsonBody('the outcomes', anyOutcomesSchema, text).outcomes.entries()) {
    const parsed = outcomeSchema.safeParse(input);
    if (parsed.success) outcomes.push(parsed.data);
    else malformed.push(refusal(nameOf(input, index), firstProblems(parsed.error, input)));
  }
  if (outcomes.length === 0) return { ...parseJsonBody('the outcomes', feedbackRequestSchema, text), malformed: [] };
  return { outcomes, malformed };
}

/** Why an outcome is not stored, in a sentence of bounded length. */
export function refusal(id: string, problems: readonly Problem[]): RefusedOutcome {
  const reason = problems.map(problemText).join('; ');
  return { id, reason: reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason };
}

function nameOf(input: unknown, index: number): string {
  const id = outcomeSchema.shape.id.safeParse(typeof input === 'object' && input !== null && Reflect.get(input, 'id'));
  return id.success ? id.data : `outcomes[${index}]`;
}
