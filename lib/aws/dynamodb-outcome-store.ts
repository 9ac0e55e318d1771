import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type StoredOutcome, storedOutcomeSchema } from '../domain/artifacts/outcome.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { problemText } from '../domain/errors.ts';
import { RecordBroken } from '../domain/ports/adapter-errors.ts';
import type { OutcomeStore } from '../domain/ports/outcome-store.ts';
import { problemsOf } from '../domain/problems.ts';
import { expiry } from './dynamodb-expiry.ts';

/**
 * Outcomes of one model's table, each id once. A writer whose first answer was lost meets its own outcome and takes it
 * for a duplicate, which is harmless: it is stored.
 */
export function dynamoDbOutcomeStore(client: DynamoDBClient, tableName: string): OutcomeStore {
  return {
    async put(outcome, keepDays) {
      const Item: Record<string, AttributeValue> = {
        pk: { S: outcome.id },
        body: { S: canonicalJson(outcome) },
        ...expiry(outcome.receivedAt, keepDays),
      };
      const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await client.send(new PutItemCommand({ TableName: tableName, Item, ...condition }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** The outcome in an item as the table's stream shows it. Throws `RecordBroken` for an item that is none. */
export function outcomeOfItem(item: Readonly<Record<string, Readonly<Record<string, unknown>>>>): StoredOutcome {
  const input = jsonOf(item.body?.S);
  const parsed = storedOutcomeSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, input).map(problemText).join('; ');
  throw new RecordBroken(`the item ${JSON.stringify(item.pk?.S)} is no outcome: ${problems}`);
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // which no schema takes for an outcome
  }
}
