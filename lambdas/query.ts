import { dynamoDb } from '../lib/aws/clients.ts';
import { dynamoDbLedger } from '../lib/aws/dynamodb-ledger.ts';
import { dynamoDbVersionRecords } from '../lib/aws/dynamodb-version-records.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { executionRecords } from '../lib/domain/ledger/execution-record.ts';
import type { Ledger } from '../lib/domain/ledger/ledger.ts';
import { readAll } from '../lib/domain/ledger/ledger-pages.ts';
import { liveAt } from '../lib/domain/ledger/live-at.ts';
import { entryAnswer, modelAnswer, versionAnswer } from '../lib/domain/ledger/model-answers.ts';
import { modelStandings } from '../lib/domain/ledger/model-roles.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import type { VersionRecords } from '../lib/domain/ports/version-record.ts';
import type { HttpRequest, HttpResponse } from '../lib/domain/steps/http-message.ts';
import { type HistoryQuery, parseHistoryQuery, parseNoQuery } from '../lib/domain/steps/query.ts';
import { milliseconds, timestamp } from '../lib/domain/time.ts';
import { errorAnswer, httpRoutes, inputRefusal, jsonAnswer } from './http-routes.ts';
import { lambdaHandler } from './lambda-handler.ts';

export interface QueryPorts {
  readonly ledger: Ledger;
  readonly records: VersionRecords;
  readonly clock: Clock;
  readonly modelName: string;
}

/** Answers what is live, which model versions there are, and what was decided. */
export function createQuery(ports: QueryPorts) {
  return httpRoutes({
    'GET /model': withQuery(parseNoQuery, () => model(ports)),
    'GET /model/versions': withQuery(parseNoQuery, () => versions(ports)),
    'GET /model/history': withQuery(parseHistoryQuery, (query) => history(ports, query)),
  });
}

/** Refuses a wrong parameter with 400, and names it. */
function withQuery<Query>(
  parse: (query: Readonly<Record<string, string>>) => Query,
  answer: (query: Query) => Promise<HttpResponse>,
) {
  return async ({ queryStringParameters = {} }: HttpRequest): Promise<HttpResponse> => {
    let query: Query;
    try {
      query = parse(queryStringParameters);
    } catch (error) {
      return inputRefusal(error);
    }
    return answer(query);
  };
}

async function model({ ledger, clock, modelName }: QueryPorts): Promise<HttpResponse> {
  const answer = modelAnswer(await ledger.readHead(modelName), clock.now());
  if (answer !== null) return jsonAnswer(200, answer);
  return errorAnswer(404, 'NotBootstrapped', `${modelName} has no champion: deploy its stack first`);
}

async function versions({ ledger, records, modelName }: QueryPorts): Promise<HttpResponse> {
  const [registered, head] = await Promise.all([records.list(modelName), ledger.readHead(modelName)]);
  const standings = modelStandings(registered, await readAll(ledger, modelName, head));
  const answers = registered.flatMap((record) => {
    const standing = standings.get(record.modelVersion);
    return standing ? [versionAnswer(record, standing)] : [];
  });
  return jsonAnswer(200, { model: modelName, versions: answers });
}

async function history({ ledger, records, modelName }: QueryPorts, { at, limit }: HistoryQuery): Promise<HttpResponse> {
  const time = at === undefined ? null : timestamp(milliseconds(at));
  const head = time === null ? await ledger.readHead(modelName) : await ledger.readAt(modelName, time);
  const [entries, registered] = await Promise.all([readAll(ledger, modelName, head), records.list(modelName)]);
  const executions = executionRecords(entries, { modelName, records: registered, running: [] });
  return jsonAnswer(200, {
    model: modelName,
    at: time,
    live: liveAt(head),
    entries: entries.slice(-limit).reverse().map(entryAnswer),
    executions: executions.slice(-limit).reverse(),
  });
}

export const handler = lambdaHandler('query', (environment) => {
  const database = dynamoDb();
  return createQuery({
    ledger: dynamoDbLedger(database, environment.REGISTRY_TABLE_NAME),
    records: dynamoDbVersionRecords(database, environment.REGISTRY_TABLE_NAME),
    clock: systemClock,
    modelName: environment.MODEL_NAME,
  });
});
