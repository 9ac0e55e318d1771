import { z } from 'zod';
import { parseInput } from './execution.ts';

/** Query string of `GET /model/history`. */
const historyQuerySchema = z.strictObject({
  /** What was decided and live up to that time, instead of until now. */
  at: z.iso.datetime({ offset: true, message: 'should be a time, such as 2026-01-31T12:00:00Z' }).optional(),
  /** Entries and executions at most. */
  limit: z.coerce
    .number('should be a whole number from 1 to 1000')
    .int('should be a whole number from 1 to 1000')
    .min(1, 'should be a whole number from 1 to 1000')
    .max(1000, 'should be a whole number from 1 to 1000')
    .default(50),
});

export type HistoryQuery = z.infer<typeof historyQuerySchema>;

type QueryString = Readonly<Record<string, string>>;

/** Throws `InvalidInput` with every wrong parameter. */
export function parseHistoryQuery(query: QueryString): HistoryQuery {
  return parseInput('the query string', historyQuerySchema, query);
}

/** For what takes no parameter. Throws `InvalidInput` with every parameter that is there. */
export function parseNoQuery(query: QueryString): object {
  return parseInput('the query string', z.strictObject({}), query);
}
