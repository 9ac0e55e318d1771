import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { contentHash } from '../content-hash.ts';
import { problemText } from '../errors.ts';
import { DecisionBroken } from '../ports/adapter-errors.ts';
import { problemsOf } from '../problems.ts';
import { type Execution, executionSchema } from '../steps/execution.ts';
import { milliseconds, type Timestamp, timestamp, timestampSchema } from '../time.ts';

/** What was asked and what was answered: enough to decide once more, with the same bytes as the answer. */
const decisionRecordSchema = z.strictObject({
  schema: z.literal('ratchet.decision/1'),
  /** Kind of the decision, such as `gate`; one that a reader does not know is none of its errors. */
  decision: z.string().regex(/^[a-z][a-z-]{0,39}$/, 'should be the kind of a decision, such as gate'),
  modelName: z.string().min(1).max(40),
  execution: executionSchema,
  /** The moment that the question is about, else the start of the execution: the same at every attempt. */
  at: timestampSchema,
  question: z.json(),
  verdict: z.json(),
});

export type DecisionRecord = z.infer<typeof decisionRecordSchema>;

export interface AnsweredQuestion {
  readonly modelName: string;
  readonly execution: Execution;
  readonly at: Timestamp;
  readonly question: object;
  readonly verdict: object;
}

/** Throws a `TypeError` for what JSON cannot carry. */
export function decisionRecord(decision: string, { question, verdict, ...about }: AnsweredQuestion): DecisionRecord {
  return {
    schema: 'ratchet.decision/1',
    decision,
    ...about,
    question: asJson(question),
    verdict: asJson(verdict),
  };
}

function asJson(value: object): DecisionRecord['question'] {
  return JSON.parse(canonicalJson(value));
}

/** When a decision is made that is about no moment: at every attempt of its step the same. */
export function startOf({ startedAt }: Execution): Timestamp {
  return timestamp(milliseconds(startedAt));
}

/** Folder of all decisions of an execution, which is known by its name. */
export function decisionFolder(modelName: string, executionName: string): string {
  return `${modelName}/decisions/${executionName}/`;
}

const HASH_DIGITS = 16;

/** `bank-marketing/decisions/monday/gate-0123456789abcdef.json`: a question that is asked again has the same key. */
export function decisionKey({ modelName, execution, decision, question }: DecisionRecord): string {
  const hash = contentHash(question).slice(0, HASH_DIGITS);
  return `${decisionFolder(modelName, execution.name)}${decision}-${hash}.json`;
}

/** Reads a record back from its bytes. Throws `DecisionBroken` for what is none. */
export function parseDecision(content: Uint8Array, key: string): DecisionRecord {
  const input = jsonOf(content, key);
  const parsed = decisionRecordSchema.safeParse(input);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error, input).map(problemText);
    throw new DecisionBroken(`${key} is no record of a decision: ${problems.join('; ')}`);
  }
  if (decisionKey(parsed.data) === key) return parsed.data;
  throw new DecisionBroken(`${key} should be stored as ${decisionKey(parsed.data)}: it was moved or altered`);
}

function jsonOf(content: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (cause) {
    throw new DecisionBroken(`${key} should be JSON in UTF-8: it was cut off or changed`, { cause });
  }
}
