import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { milliseconds, secondsAfter, type Timestamp } from '../domain/time.ts';

const DAY_SECONDS = 86_400;

/** The attribute after which DynamoDB may delete an item, in Unix seconds. */
export function expiry(from: Timestamp, keepDays: number): Record<string, AttributeValue> {
  const seconds = Math.ceil(milliseconds(secondsAfter(from, keepDays * DAY_SECONDS)) / 1000);
  return { expiresAt: { N: String(seconds) } };
}
